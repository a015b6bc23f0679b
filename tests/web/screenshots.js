// Takes a picture of every view in every language: `node screenshots.js FOLDER [VIEW...]`.

import { join } from "node:path";

import { LANGUAGES, browse, open, served } from "./browser.js";
import { VIEWS, show } from "./views.js";

const [, , folder, ...chosen] = process.argv;
const SCREENS = [
  { name: "narrow", viewport: { width: 320, height: 640 }, colorScheme: "light" },
  { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
];

const ends = [];
const context = { after: (end) => ends.unshift(end) };
const site = await served(context);
for (const locale of LANGUAGES) {
  for (const { name, ...screen } of SCREENS) {
    const browser = await browse(context, { locale, ...screen });
    const page = await open(browser, site.address);
    for (const view of chosen.length > 0 ? chosen : VIEWS) {
      await show(page, view);
      const file = `${(view || "start").replace("/", "-")}-${locale}-${name}.png`;
      await page.screenshot({ path: join(folder, file), fullPage: true });
    }
    await browser.close();
  }
}
for (const end of ends) await end();
