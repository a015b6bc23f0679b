// The views of the page, each with something to see in it.

import { FORMS, fill } from "./calculators.js";

export const VIEWS = [
  "", "add-up", "growth", "employment-regions", "files", "tally", "codes", "code/F001", ...FORMS.map(({ view }) => view),
];

/** Members of two organizations; a row names another, and one a day that there is not. */
const REGISTER = {
  structure: "code,parent,kind,name_kk,name_ru,name_en,employees\nodaq,,sectoral-union,Одақ,Союз,Union,3\n" +
    "mektep,odaq,primary,№ 7 мектеп,Школа № 7,School No. 7,2\nbaqsha,odaq,primary,Балабақша,Детский сад,Kindergarten,1\n",
  members: "member_id,org_code,sex,birth_date,status,joined,left\n1,mektep,f,1990-05-01,worker,2015-09-01,\n" +
    "2,mektep,m,1950-01-20,pensioner,1980-02-01,\n3,baqsha,f,1988-12-31,worker,2010-01-01,\n" +
    "4,other,f,1988-12-31,worker,2010-01-01,\n5,baqsha,f,1988-02-30,worker,2010-01-01,\n",
};

/** Shows a view and types something wrong into it, so that findings are seen too. */
export async function show(page, view) {
  await page.evaluate((hash) => { location.hash = hash; }, view);
  const form = FORMS.find((form) => form.view === view);
  if (form) await fill(page, form.figures);
  if (view === "tally") {
    const file = (name, text) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
    const inputs = page.locator("drop-area input[type=file]");
    await inputs.nth(0).setInputFiles(file("structure.csv", REGISTER.structure));
    await inputs.nth(1).setInputFiles(file("members.csv", REGISTER.members));
    await page.locator("#tally-organizations").waitFor();
  }
  if (view === "" || view === "add-up") await page.locator("#add-up-text").fill("350\n200\n60\n70\n10");
}
