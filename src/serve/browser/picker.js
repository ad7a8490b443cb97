// @ts-check
// Picks a paragraph of the page, with the pointer or the arrow keys, and opens it in the editor. Meanwhile the links of the page
// do nothing; Escape ends it.

import { button, element } from "./dom.js";
import { align, blockAt } from "./places.js";

/** @import { Block, Place } from "./panel.js" */

export class Picker {
  /** Starts and ends it. */
  button = button("Pick a paragraph", () => (this.#picking ? this.stop() : this.#start()));
  /** Says which paragraph is picked, for eyes and for screen readers. */
  says = element("p", "says");
  /** The page's file. @type {string | null} */
  file = null;
  /** @type {Block[]} */
  blocks = [];
  #urlOf;
  #picking = false;
  /** @type {Map<Element, Block>} */
  #aligned = new Map();
  /** @type {Element | undefined} */
  #picked;
  #frame = element("div", "frame-around");

  /** @param {(place: Place) => string | undefined} urlOf the address that opens a place, if an editor is known */
  constructor(urlOf) {
    this.#urlOf = urlOf;
    this.#frame.id = "mend-picked";
    this.button.setAttribute("aria-pressed", "false");
    this.says.setAttribute("role", "status");
  }

  /**
   * The page changed, or is another.
   *
   * @param {string | null} file
   * @param {Block[]} blocks
   */
  take(file, blocks) {
    this.file = file;
    this.blocks = blocks;
    if (!file) this.stop();
    if (!this.#picking) return;
    this.#aligned = align(blocks);
    const block = this.#picked && this.#aligned.get(this.#picked);
    if (this.#picked?.isConnected && block) this.#pick(this.#picked, block);
    else this.#frameAround(undefined);
  }

  stop() {
    this.#picking = false;
    this.button.setAttribute("aria-pressed", "false");
    this.says.textContent = "";
    this.#picked = undefined;
    this.#frame.remove();
    for (const [name, listener] of this.#listeners) removeEventListener(name, listener, true);
  }

  #start() {
    this.#picking = true;
    this.#aligned = align(this.blocks);
    this.button.setAttribute("aria-pressed", "true");
    this.says.textContent = "Point at a paragraph, or use the arrow keys. Enter opens it, Escape ends.";
    for (const [name, listener] of this.#listeners) addEventListener(name, listener, true);
  }

  /** @type {[string, (event: Event) => void][]} */
  #listeners = [
    ["pointermove", (event) => this.#point(event)],
    ["click", (event) => this.#click(event)],
    ["keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event))],
    ["scroll", () => this.#frameAround(this.#picked)],
    ["resize", () => this.#frameAround(this.#picked)],
  ];

  /** The block that is pointed at, if it is the page that is pointed at. @param {Event} event */
  #target(event) {
    const target = event.target;
    return target instanceof Element && document.body.contains(target) ? blockAt(this.#aligned, target) : undefined;
  }

  /** @param {Event} event */
  #point(event) {
    const found = this.#target(event);
    if (found && found[0] !== this.#picked) this.#pick(...found);
  }

  /** @param {Event} event */
  #click(event) {
    const found = this.#target(event);
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    this.#pick(...found);
    this.#openEditor(found[1]);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...this.#aligned];
    const at = all.findIndex(([element]) => element === this.#picked);
    if (event.key === "Escape") {
      this.stop();
    } else if (step !== undefined && all.length) {
      // The first step is to what is on the screen.
      const first = all.findIndex(([element]) => element.getBoundingClientRect().bottom > 0);
      const next = all[at < 0 ? (first < 0 ? all.length - 1 : first) : Math.min(Math.max(at + step, 0), all.length - 1)];
      if (!next) return;
      next[0].scrollIntoView({ block: "nearest" });
      this.#pick(...next);
    } else if (event.key === "Enter" && all[at]) {
      this.#openEditor(all[at][1]);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** @param {Element} element @param {Block} block */
  #pick(element, block) {
    this.#picked = element;
    const how = this.#urlOf(block) ? "" : ". No editor is named in site.toml";
    this.says.textContent = `${this.file}:${block.line}${how}`;
    this.#frameAround(element);
  }

  /** @param {Element | undefined} element */
  #frameAround(element) {
    if (!element) return this.#frame.remove();
    const { left, top, width, height } = element.getBoundingClientRect();
    Object.assign(this.#frame.style, {
      left: `${left - 6}px`,
      top: `${top - 6}px`,
      width: `${width + 12}px`,
      height: `${height + 12}px`,
    });
    if (!this.#frame.isConnected) document.body.after(this.#frame);
  }

  /** The browser hands the address on to the editor. @param {Place} place */
  #openEditor(place) {
    const url = this.#urlOf(place);
    if (url) location.assign(url);
  }
}
