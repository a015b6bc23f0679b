// Taking results away: files, paper, the clipboard. All of it stays on this computer.

import { announce, h, icon, put } from "./dom.js";
import { t } from "./language.js";
import { verdictBox } from "./verdict.js";

/** @typedef {"csv" | "json" | "toml" | "markdown" | "html" | "text" | "sarif" | "svg" | "xlsx" | "docx"} Format */

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
  xlsx: { ending: "xlsx", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", label: "XLSX" },
  docx: { ending: "docx", type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", label: "DOCX" },
};

/**
 * Offers a text, or the bytes of a workbook or a document, as a file.
 * @param {string} name
 * @param {string | Uint8Array} content
 * @param {Format} format
 */
export function download(name, content, format) {
  const { ending, type } = FORMATS[format];
  const of = typeof content === "string" ? `${type};charset=utf-8` : type;
  offer(`${name}.${ending}`, new Blob([/** @type {BlobPart} */ (content)], { type: of }));
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
 * A row of buttons: one for each format, and the printer. A format may be called otherwise here.
 * @param {{
 *   name: () => string, formats: (Format | [Format, string])[],
 *   write: (format: any) => string | Uint8Array | Promise<string | Uint8Array>, title?: string, print?: boolean,
 * }} what
 */
export function saveBar({ name, formats, write, title = t("save.title"), print = true }) {
  const failed = h("div", { role: "status" });
  const save = async (/** @type {Format} */ format) => {
    put(failed);
    try {
      download(name(), await write(format), format);
      announce(t("save.done"));
    } catch (error) {
      put(failed, verdictBox("open", error instanceof Error ? error.message : String(error)));
    }
  };
  return h("div", {},
    h("div", { class: "save-bar", role: "group", "aria-label": title },
      h("span", { class: "save-title", "aria-hidden": "true" }, icon("save"), title),
      formats.map((format) => {
        const [written, label] = typeof format === "string" ? [format, FORMATS[format].label] : format;
        return h("button", { type: "button", click: () => save(written) }, label);
      }),
      print && h("button", { type: "button", click: () => window.print() }, icon("print"), t("save.print"))),
    failed);
}
