// The reader's language, and the page's words in it.

import { say as sayInPackage, texts } from "./esep/esep.js";
import { keep, kept } from "./store.js";

/** @typedef {import("./esep/esep.js").Language} Language */

/** @type {Language} */
let language = "kk";
/** @type {Record<string, string>} */
let words = {};

/** @returns {Language} */
export function currentLanguage() {
  return language;
}

/**
 * @param {string | null | undefined} code
 * @returns {Language | null}
 */
export function languageOf(code) {
  const short = (code ?? "").slice(0, 2).toLowerCase();
  return short === "kk" || short === "ru" || short === "en" ? short : null;
}

/**
 * The language chosen before, or the first of the browser's that the page speaks.
 * @returns {Language}
 */
export function firstLanguage() {
  const wanted = [kept("language"), ...navigator.languages].map(languageOf);
  return wanted.find((found) => found !== null) ?? "en";
}

/** @param {Language} chosen */
export function setLanguage(chosen) {
  language = chosen;
  words = texts(chosen);
  document.documentElement.lang = chosen;
}

/** @param {Language} chosen */
export function rememberLanguage(chosen) {
  keep("language", chosen);
}

/**
 * The page's text of this key.
 * @param {string} key
 */
export function t(key) {
  return words[key] ?? key;
}

/**
 * The page's sentence of this key with its gaps filled.
 * @param {string} key
 * @param {Record<string, string | number>} values
 */
export function say(key, values) {
  return sayInPackage(key, values, language);
}
