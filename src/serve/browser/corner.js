// @ts-check
// The corner of a previewed page: what kind of page it is, how many problems the site has, and the ways to more. It also says
// when the preview has ended.
//
// Like everything of the preview it is a sibling of the body.

import { button, element } from "./dom.js";

export class Corner {
  #corner = element("aside", "corner");
  #kind = element("span", "state");
  #count = element("span", "state");

  constructor() {
    this.#corner.id = "mend-badge";
    this.#corner.setAttribute("aria-label", "Preview");
    this.#corner.append(this.#kind, this.#count);
  }

  /** Puts it beside the page, with a button before the words. @param {HTMLElement} tool */
  attach(tool) {
    this.#corner.prepend(tool);
    document.body.after(this.#corner);
  }

  /**
   * Says what kind of page this is.
   *
   * @param {string} badges words with spaces between them, such as `draft`
   */
  describe(badges) {
    const words = badges.split(" ").filter(Boolean);
    this.#kind.replaceChildren(...words.map((word) => element("span", word, word)));
  }

  /**
   * Says how many problems there are.
   *
   * @param {string} words none if there is nothing to say
   * @param {() => void} act shows them
   */
  count(words, act) {
    const old = this.#count.querySelector("button");
    if (old?.textContent === words) return;
    const made = words ? [button(words, act)] : [];
    const focused = old !== null && old === document.activeElement;
    this.#count.replaceChildren(...made);
    if (focused) made[0]?.focus();
  }
}

const ended = element("p", "ended", "The preview has ended. To go on, start it again in the terminal: mend serve");
ended.id = "mend-ended";
ended.setAttribute("role", "status");

/** Says that the page no longer follows the files, while the server cannot be reached. @param {boolean} there */
export const tellPresence = (there) => {
  if (there) ended.remove();
  else if (!ended.isConnected) document.body.before(ended);
};
