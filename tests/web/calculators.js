// What the tests type into each calculator, and what must come of it.

/** Forms: figures of which one contradicts the others, what mends it, and what follows from them. */
export const FORMS = [
  {
    view: "form-7",
    figures: {
      inspectors: "4", "organizations-inspected": "70", violations: "350", "violations.pay": "200",
      "violations.working-time": "60", "violations.employment-relations": "70", "violations.other": "10",
    },
    wrong: "violations",
    mend: ["violations.pay", "210"],
    measure: "87.5",
  },
  {
    view: "membership",
    figures: {
      employees: "1250", members: "1000", "members.working": "700", "members.students": "200",
      "members.pensioners": "80", "members.other": "10", women: "726", youth: "300",
    },
    wrong: "members",
    mend: ["members.pensioners", "90"],
    computed: { "share.women": "72.6", density: "56" },
  },
  {
    view: "employment",
    figures: {
      downtime: "61307", "downtime.preschool": "17270", "downtime.general-secondary": "36302",
      "downtime.additional": "3645", "downtime.vocational": "3791", "downtime.higher": "0", "downtime.other": "0",
    },
    wrong: "downtime",
    mend: ["downtime.other", "299"],
    computed: { downtime: "61307" },
  },
  {
    view: "injuries",
    figures: {
      injured: "12", "injured.minor": "5", "injured.moderate": "4", "injured.severe": "2", "injured.fatal": "0",
      "days-lost": "240", workers: "4000", "hours-worked": "8000000",
    },
    wrong: "injured",
    mend: ["injured.minor", "6"],
    computed: { "incidence-per-1000-workers": "3", "severity-days-per-million-hours": "30" },
  },
  {
    view: "training",
    figures: {
      seminars: "20", "seminars.international": "2", trained: "967", "trained.chairs": "500",
      "trained.committee-members": "300", "trained.auditing": "50", "trained.technical-inspectors": "40",
      "trained.accountants": "30", "trained.employers": "20", "trained.students": "17", "trained.other": "0",
      budget: "4835000",
    },
    wrong: "trained",
    mend: ["trained.other", "10"],
    computed: { "cost-per-person": "5000" },
  },
  {
    view: "partnership",
    figures: {
      agreements: "17", "agreements.republican": "1", "agreements.sectoral": "2", "agreements.regional": "3",
      "agreements.district": "10", employees: "1000", "workers-covered": "884",
    },
    wrong: "agreements",
    mend: ["agreements.district", "11"],
    computed: { coverage: "88.4" },
  },
];

/** The field of a line, as the page names it. */
export function field(page, line) {
  return page.locator(`#${idOf(line)}`);
}

export function idOf(line) {
  return `line-${line.replaceAll(".", "-")}`;
}

export async function fill(page, figures) {
  for (const [line, text] of Object.entries(figures)) await field(page, line).fill(text);
}

/** A figure without the signs in which languages differ: `72.6` and `72,60 %` alike. */
export function digits(text) {
  const [figure = ""] = text.replace(/[\s\u00a0\u202f]/g, "").match(/\d[\d.,]*/) ?? [];
  const [, whole, part] = figure.match(/^(.*?)(?:[.,](\d{1,2}))?$/);
  const decimals = (part ?? "").replace(/0+$/, "");
  return whole.replace(/[.,]/g, "") + (decimals && `.${decimals}`);
}

/** What a download is called and holds. */
export async function downloaded(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { name: download.suggestedFilename(), bytes, text: bytes.toString("utf8") };
}
