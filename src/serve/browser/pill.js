// @ts-check
// Says that a change is out of view, and leads to it. It stays until the change was seen, or there is a newer one.

import { button } from "./dom.js";

export class Pill {
  /** @type {HTMLElement | undefined} */
  #made;
  /** @type {IntersectionObserver | undefined} */
  #seen;

  /**
   * Points to what changed, unless some of it is on the screen already.
   *
   * @param {Iterable<Element>} changed
   * @param {(element: Element) => void} flash highlights what it leads to
   */
  show(changed, flash) {
    this.hide();
    // What is folded away is where its fold is.
    const visible = [...changed].map(shown).filter((element) => element !== undefined);
    const places = visible.map((element) => ({ element, box: element.getBoundingClientRect() }));
    const isSeen = (/** @type {DOMRect} */ { bottom, top }) => bottom > 0 && top < innerHeight;
    const first = places.sort((one, other) => one.box.top - other.box.top)[0];
    if (!first || places.some(({ box }) => isSeen(box))) return;
    // The nearest one: the first below, or else the last above.
    const target = places.find(({ box }) => box.top >= innerHeight) ?? places.at(-1) ?? first;
    const below = target.box.top >= innerHeight;
    const made = button(below ? "Changed below ↓" : "Changed above ↑", () => {
      target.element.scrollIntoView({ block: "center" });
      flash(target.element);
      this.hide();
    });
    made.id = "mend-pill";
    made.classList.toggle("mend-above", !below);
    this.#made = made;
    document.body.after(made);
    this.#seen = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.hide());
    for (const { element } of places) this.#seen.observe(element);
  }

  hide() {
    this.#made?.remove();
    this.#seen?.disconnect();
  }
}

/**
 * The element itself, or the nearest one around it that is shown; none if nothing of it can be seen.
 *
 * @param {Element} element
 */
function shown(element) {
  /** @type {Element | null} */
  let around = element;
  while (around && around !== document.body && around.getClientRects().length === 0) around = around.parentElement;
  return around && around !== document.body && !around.closest("head") && around.isConnected ? around : undefined;
}
