// Begins to load the package while the scripts of the page are still on their way.

import { loadForms } from "./esep/esep.js";
import { firstLanguage } from "./language.js";

// Whoever awaits it later learns of a failure; here it only begins.
loadForms({ languages: [firstLanguage()] }).catch(() => {});
