// Taking results away: files, paper, the clipboard. All of it stays on this computer.

import { announce, h, icon } from "./dom.js";
import { t } from "./language.js";

/** @typedef {"csv" | "json" | "toml" | "markdown" | "html" | "text" | "sarif" | "svg"} Format */

/** @type {Record<Format, { ending: string, type: string, label: string }>} */
const FORMATS = {
  csv: { ending: "csv", type: "text/csv", label: "CSV" },
  json: { ending: "json", type: "application/json", label: "JSON" },
  toml: { ending: "toml", type: "application/toml", label: "TOML" },
  markdown: { ending: "md", type: "text/markdown", label: "Markdown" },
  html: { ending: "html", type: "text/html", label: "HTML" },
  text: { ending: "txt", type: "text/plain", label: "TXT" },
  sarif: { ending: "sarif", type: "application/sarif+json", label: "SARIF" },
  svg: { ending: "svg", type: "image/svg+xml", label: "SVG" },
};

/**
 * Offers a text as a file.
 * @param {string} name
 * @param {string} text
 * @param {Format} format
 */
export function download(name, text, format) {
  const { ending, type } = FORMATS[format];
  offer(`${name}.${ending}`, new Blob([text], { type: `${type};charset=utf-8` }));
}

/**
 * Offers a workbook as a file.
 * @param {string} name with its ending
 * @param {Uint8Array} bytes
 */
export function downloadWorkbook(name, bytes) {
  offer(name, new Blob([/** @type {BlobPart} */ (bytes)], { type: "application/octet-stream" }));
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function offer(name, blob) {
  const address = URL.createObjectURL(blob);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * A row of buttons: one for each format, and the printer.
 * @param {{ name: () => string, formats: Format[], write: (format: any) => string | Promise<string>, print?: boolean }} what
 */
export function saveBar({ name, formats, write, print = true }) {
  const save = async (/** @type {Format} */ format) => {
    download(name(), await write(format), format);
    announce(t("save.done"));
  };
  return h("div", { class: "save-bar", role: "group", "aria-label": t("save.title") },
    h("span", { class: "save-title", "aria-hidden": "true" }, icon("save"), t("save.title")),
    formats.map((format) =>
      h("button", { type: "button", click: () => save(format) }, FORMATS[format].label)),
    print && h("button", { type: "button", click: () => window.print() }, icon("print"), t("save.print")));
}
