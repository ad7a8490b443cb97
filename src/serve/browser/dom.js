// @ts-check
// Makes the preview's elements. Text is never parsed as HTML, so this works under the strictest content security policy.

/**
 * @param {string} tag
 * @param {string} name the last part of its class
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
