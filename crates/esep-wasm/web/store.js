// What the page keeps in this browser, so that nothing typed is lost. It is sent nowhere.
// Where the browser keeps nothing, as in a private window, the page works all the same.

const PREFIX = "esep/";

/**
 * @param {string} key
 * @returns {string | null}
 */
export function kept(key) {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {string | null} value `null` forgets it
 */
export function keep(key, value) {
  try {
    if (value === null || value === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    // Nothing can be kept here, or there is no more room: the figures stay on the page.
  }
}
