// @ts-check
// The corner of a previewed page: what kind of page it is, how many problems the site has, and the ways to more. It also says
// when the preview has ended.
//
// Like everything of the preview it is a sibling of the body.

import { button, element, link } from "./dom.js";

/** The ways of showing a page that `frame.js` knows, with what they are called. */
const VIEWS = [
  ["phone", "390 pixels wide"],
  ["dark", "Dark"],
  ["paper", "On paper"],
  ["plain", "No JavaScript"],
];

export class Corner {
  #corner = element("aside", "corner");
  #kind = element("span", "state");
  #count = element("span", "state");
  #stops = element("span", "state");

  constructor() {
    this.#corner.id = "mend-badge";
    this.#corner.setAttribute("aria-label", "Preview");
    this.#corner.append(this.#kind, this.#count, this.#stops);
  }

  /**
   * Puts it beside the page.
   *
   * @param {object} ways
   * @param {HTMLElement} ways.panel the button of the author's panel
   * @param {URL} ways.own the folder of the preview's own files
   * @param {string} ways.here the address of this page inside the site
   * @param {boolean} ways.shared whether other machines reach the preview
   */
  attach({ panel, own, here, shared }) {
    const views = element("details", "views");
    views.append(element("summary", "button", "View"));
    const list = element("ul", "list");
    for (const [view = "", name = ""] of VIEWS) {
      const url = new URL("frame.html", own);
      url.search = new URLSearchParams({ path: here, as: view }).toString();
      const item = element("li", "view");
      item.append(link(name, url.href));
      list.append(item);
    }
    const menu = element("div", "menu");
    menu.append(list);
    views.append(menu);
    if (shared) {
      const code = /** @type {HTMLImageElement} */ (element("img", "code"));
      code.src = new URL("share.svg", own).href;
      code.alt = "QR code of the address that other devices can open";
      code.loading = "lazy";
      menu.append(element("p", "note", "On a phone in this network:"), code);
    }
    views.addEventListener("keydown", (event) => {
      if (event.key === "Escape") views.removeAttribute("open");
    });
    this.#corner.prepend(panel, views);
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
   * Says what would stop publication although the preview does not show it.
   *
   * @param {{ errors: number, pages: string[] }} known
   * @param {string} url where all of it is
   */
  stops({ errors, pages }, url) {
    this.#stops.replaceChildren();
    if (errors === 0) return;
    const where = pages.length > 0 ? ` on ${pages.length} page${pages.length === 1 ? "" : "s"}` : "";
    const made = link(`Publishing would stop: ${errors} error${errors === 1 ? "" : "s"}${where}`, url);
    made.title = pages.join("\n");
    this.#stops.append(made);
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

/** @param {string} id */
const bar = (id) => {
  const made = element("p", "told");
  made.id = id;
  made.setAttribute("role", "status");
  return made;
};

const ended = bar("mend-ended");
ended.textContent = "The preview has ended. To go on, start it again in the terminal: mend serve";

/** Says that the page no longer follows the files, while the server cannot be reached. @param {boolean} there */
export const tellPresence = (there) => {
  if (there) ended.remove();
  else if (!ended.isConnected) document.body.before(ended);
};

const left = bar("mend-left");

/**
 * Says what has become of the page, or nothing.
 *
 * @param {string} text
 * @param {HTMLElement} [way] a link to where it is now
 */
export const tellLeft = (text, way) => {
  left.replaceChildren(text);
  if (way) left.append(" ", way);
  if (!text) left.remove();
  else if (!left.isConnected) document.body.before(left);
};
