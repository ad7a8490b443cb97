// @ts-check
// Elements of the preview, made one by one: text is only ever text, so this runs under the strictest policy a site can have.

/**
 * @param {string} tag
 * @param {string} name the part of its class that tells what it is
 * @param {string | null} [text]
 */
export const element = (tag, name, text) => {
  const made = document.createElement(tag);
  made.className = `mend-${name}`;
  if (text) made.textContent = text;
  return made;
};

/**
 * @param {string} text
 * @param {() => void} act
 */
export const button = (text, act) => {
  const made = /** @type {HTMLButtonElement} */ (element("button", "button", text));
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

/**
 * @param {string} text
 * @param {string} href
 */
export const link = (text, href) => {
  const made = /** @type {HTMLAnchorElement} */ (element("a", "link", text));
  made.href = href;
  return made;
};
