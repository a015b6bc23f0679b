// Making elements. Nothing is ever set as HTML text but what the package itself has written.

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Properties */

const SVG = "http://www.w3.org/2000/svg";

/** The shapes of all icons, drawn in lines on a field of 24 by 24. */
const ICONS = {
  good: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12.5l2.8 2.8L16.2 9.5",
  bad: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 9l6 6M15 9l-6 6",
  open: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.6 9.6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.8M12 16.9v.1",
  warning: "M12 4 2.8 20h18.4ZM12 10v4.5M12 17.2v.1",
  back: "M14.5 5.5 8 12l6.5 6.5",
  save: "M12 4v11M7.5 10.5 12 15l4.5-4.5M5 19.5h14",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  open_file: "M12 20V9M7.5 13.5 12 9l4.5 4.5M5 4.5h14",
  clear: "M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13",
  plus: "M12 5v14M5 12h14",
  remove: "M7 7l10 10M17 7 7 17",
  files: "M8 3.5h7l4 4V17H8zM15 3.5v4h4M5 7v13.5h11",
  folder: "M3.5 6h6l2 2.5h9V19h-17z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1",
};

/**
 * An element with its attributes and children. Functions listen to the event of their name;
 * `true` is an attribute without a value, `false` and `null` leave it out.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  put(element, ...children);
  return element;
}

/**
 * Replaces what an element holds.
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function put(element, ...children) {
  const shown = children.flat().filter((child) => child !== null && child !== undefined && child !== false);
  element.replaceChildren(...shown.map((child) => (child instanceof Node ? child : String(child))));
}

/**
 * A drawing beside words; it says nothing by itself.
 * @param {keyof typeof ICONS} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * A sentence in which what stands between backticks is set apart, the id of a line as its label.
 * @param {string} sentence
 * @param {Map<string, string>} [labels]
 * @returns {Child[]}
 */
export function rich(sentence, labels) {
  return sentence.split("`").map((words, at) =>
    (at % 2 === 1 ? h("span", { class: "named" }, labels?.get(words) ?? words) : words));
}

/**
 * HTML or SVG that the package wrote, as elements.
 * @param {string} text
 * @param {"text/html" | "image/svg+xml"} [kind]
 * @returns {Node[]}
 */
export function parsed(text, kind = "text/html") {
  const read = new DOMParser().parseFromString(text, kind);
  const nodes = kind === "text/html" ? [...read.body.childNodes] : [read.documentElement];
  return nodes.map((node) => document.importNode(node, true));
}

/**
 * Finds an element that the page is sure to have.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let announcement;

/**
 * Tells those who listen instead of look, once typing has paused.
 * @param {string} text
 */
export function announce(text) {
  clearTimeout(announcement);
  announcement = setTimeout(() => {
    const status = byId("status");
    const said = text.replaceAll("`", "");
    if (status.textContent !== said) status.textContent = said;
  }, 700);
}
