// A place to drop files and folders, with buttons for those who do not drag.

import { h, icon, put } from "./dom.js";
import { t } from "./language.js";

/** @typedef {{ name: string, file: File }} Dropped a file, and its path within what was dropped */

/**
 * Says `files` with what was dropped or chosen, sorted by path.
 * Attributes: `title` names the place, `note` says more, `folder` offers whole folders, `accept` limits the choice.
 */
export class DropArea extends HTMLElement {
  connectedCallback() {
    const note = this.getAttribute("note");
    const title = this.getAttribute("heading") ?? "";
    const files = this.#input(t("files.choose"), false);
    const folder = this.hasAttribute("folder") && this.#input(t("files.choose-folder"), true);
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", title);
    put(this,
      icon("files"),
      h("p", { class: "drop-title" }, title),
      note && h("p", { class: "drop-note" }, note),
      h("div", { class: "drop-buttons" }, files, folder));
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.dataset.over = "";
    });
    this.addEventListener("dragleave", () => delete this.dataset.over);
    this.addEventListener("drop", (event) => this.#drop(event));
  }

  /**
   * A button that opens the system's choice of files.
   * @param {string} label
   * @param {boolean} isFolder
   */
  #input(label, isFolder) {
    const input = h("input", {
      type: "file", hidden: true, multiple: true, "aria-label": label,
      accept: isFolder ? null : this.getAttribute("accept"),
      webkitdirectory: isFolder,
      change: () => {
        const chosen = [...(input.files ?? [])];
        input.value = "";
        this.#say(chosen.map((file) => ({ name: file.webkitRelativePath || file.name, file })));
      },
    });
    return h("span", { class: "file-button" },
      h("button", { type: "button", click: () => input.click() }, icon(isFolder ? "folder" : "open_file"), label),
      input);
  }

  /** @param {DragEvent} event */
  async #drop(event) {
    event.preventDefault();
    event.stopPropagation();
    delete this.dataset.over;
    this.#say(await droppedFiles(event.dataTransfer));
  }

  /** @param {Dropped[]} found */
  #say(found) {
    if (found.length === 0) return;
    found.sort((one, other) => (one.name < other.name ? -1 : 1));
    this.dispatchEvent(new CustomEvent("files", { detail: found }));
  }
}

/**
 * The files of a drop; those of a folder with their path below it.
 * @param {DataTransfer | null} transfer
 * @returns {Promise<Dropped[]>}
 */
async function droppedFiles(transfer) {
  if (!transfer) return [];
  // The entries must be taken before the first wait: the browser clears the list then.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) {
    return plain.map((file) => ({ name: file.name, file }));
  }
  return (await Promise.all(entries.map(filesBelow))).flat();
}

/**
 * @param {FileSystemEntry | null} entry
 * @returns {Promise<Dropped[]>}
 */
async function filesBelow(entry) {
  if (entry?.isFile) {
    const file = await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject));
    return [{ name: entry.fullPath.replace(/^\//, ""), file }];
  }
  if (!entry?.isDirectory) return [];
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const inside = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inside.push(...some);
  }
  return (await Promise.all(inside.map(filesBelow))).flat();
}

/**
 * A drop area that hands over what it gets.
 * @param {{ heading: string, note?: string, folder?: boolean, accept?: string, take: (files: Dropped[]) => void }} what
 */
export function dropArea({ heading, note, folder, accept, take }) {
  return h(/** @type {any} */ ("drop-area"), {
    heading, note, folder, accept,
    files: (/** @type {CustomEvent<Dropped[]>} */ event) => take(event.detail),
  });
}
