// The forms that have a page of their own.

/** @typedef {{ fragment: string, form: string, label: string, note: string }} FormView */

/** @type {FormView[]} */
export const FORM_VIEWS = [
  { fragment: "form-7", form: "legal-service", label: "form-7.card", note: "form-7.card.note" },
  { fragment: "membership", form: "membership", label: "membership.card", note: "membership.card.note" },
  { fragment: "employment", form: "emergency-employment", label: "employment.card", note: "employment.card.note" },
  { fragment: "injuries", form: "occupational-injury", label: "injuries.card", note: "injuries.card.note" },
  { fragment: "training", form: "training", label: "training.card", note: "training.card.note" },
  { fragment: "partnership", form: "social-partnership", label: "partnership.card", note: "partnership.card.note" },
];
