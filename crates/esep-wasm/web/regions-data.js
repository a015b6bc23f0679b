// The table of regions as typed, and as the documents that the package checks and adds up.

import { keep, kept } from "./store.js";

/** @typedef {{ name: string, figures: Record<string, string> }} Region the figures as typed, by the line's id */
/** @typedef {{ period: string, measure: string, regions: Region[] }} Regions */

const KEY = "employment-regions";

/** The organization that stands for all regions together. */
export const WHOLE = "all";

/** The oblasts and the cities of republican rank in the order of the state classifier. */
export const OBLASTS = [
  "region.10", "region.11", "region.15", "region.19", "region.23", "region.27", "region.31", "region.33", "region.35", "region.39",
  "region.43", "region.47", "region.55", "region.59", "region.61", "region.62", "region.63", "region.71", "region.75", "region.79",
];

/**
 * What was kept from before, or an empty table.
 * @param {string} period
 * @param {string} measure
 * @returns {Regions}
 */
export function keptRegions(period, measure) {
  try {
    const found = JSON.parse(kept(KEY) ?? "");
    if (Array.isArray(found.regions)) return found;
  } catch {
    // Nothing was kept, or by another version.
  }
  return { period, measure, regions: blankRegions(5) };
}

/** @param {Regions} regions */
export function keepRegions(regions) {
  keep(KEY, JSON.stringify(regions));
}

/** @param {number} count */
export function blankRegions(count) {
  return Array.from({ length: count }, () => ({ name: "", figures: {} }));
}

/**
 * The code under which the documents name a region: its place in the table.
 * @param {number} at
 */
export function codeOf(at) {
  return `r${at}`;
}

/**
 * Who belongs to the whole: every region that has a name or a figure.
 * @param {Regions} regions
 * @param {string} whole what all regions together are called
 */
export function structureOf(regions, whole) {
  const rows = named(regions).map(([region, at]) => [codeOf(at), WHOLE, "regional", region.name]);
  return csv([["code", "parent", "kind", "name"], [WHOLE, "", "sectoral-union", whole], ...rows]);
}

/**
 * The same where each region is added up as well, under its name: what it reports belongs to it.
 * @param {Regions} regions
 * @param {string} whole what all regions together are called
 */
export function structureOfTotals(regions, whole) {
  const taken = new Set([WHOLE]);
  const rows = named(regions).flatMap(([region, at]) => {
    const name = region.name.trim();
    const code = name === "" || taken.has(name) ? codeOf(at) : name;
    taken.add(code);
    return [[code, WHOLE, "regional", name], [reportCodeOf(at), code, "", name]];
  });
  return csv([["code", "parent", "kind", "name"], [WHOLE, "", "sectoral-union", whole], ...rows]);
}

/**
 * The code of what a region reports, where the region is added up.
 * @param {number} at
 */
export function reportCodeOf(at) {
  return `${codeOf(at)}-report`;
}

/**
 * The figures of all regions, one row each.
 * @param {Regions} regions
 * @param {string} form
 * @param {string[]} lines
 * @param {string} language
 * @param {(region: Region, at: number) => string} name how a region is named
 */
export function reportOf(regions, form, lines, language, name) {
  const filled = named(regions).filter(([region]) => lines.some((line) => region.figures[line]));
  const rows = filled.map(([region, at]) => [name(region, at), ...lines.map((line) => region.figures[line] ?? "")]);
  const head = `# form: ${form}\n# period: ${regions.period}\n# language: ${language}\n`;
  return head + csv([["organization", ...lines], ...rows]);
}

/**
 * @param {Regions} regions
 * @returns {[Region, number][]}
 */
function named(regions) {
  return regions.regions
    .map((region, at) => /** @type {[Region, number]} */ ([region, at]))
    .filter(([region]) => region.name.trim() !== "" || Object.values(region.figures).some((text) => text.trim() !== ""));
}

/** @param {string[][]} rows */
function csv(rows) {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",") + "\n").join("");
}
