// @ts-check
// Patches the open page so that it becomes the one that was just built, and touches nothing that did not change: the scroll
// position, the focus, a selection, typed text and opened details stay.
//
// There are three trees. `old` is the page as it was served, `next` the page as it is served now, and the living page is what
// the site's own scripts have made of `old` since. Only the two served trees are compared, so changes that a script or the
// reader made to the living page do not matter. It knows nothing of builds, addresses or the server.
//
// Some changes cannot be patched, and the caller reloads the page: other scripts, other style sheets, and elements that a
// script uses. The site's scripts have run already and will not run again, so a theme marks such elements by a `data-`
// attribute. If its script hears the event `patched`, it adds `data-live`, and the element is patched like any other.

/** The page must be reloaded. */
class CannotPatch extends Error {}

/** Longer lists of changed children are not compared each with each, which takes quadratic time. */
const MOST_COMPARED = 400;

/** Patches one page from build to build. */
export class PagePatcher {
  /** The page as it was served. @type {Document} */
  #old;
  /** The living node of each node of `#old`. @type {WeakMap<Node, Node>} */
  #living = new WeakMap();
  /** Open parts of `#old`, which were served like this, or opened by the reader before this script ran. @type {WeakSet<Node>} */
  #perhapsOpened = new WeakSet();
  /** What a patch changed. @type {Set<Element>} */
  #touched = new Set();

  /** Must be called before the site's own scripts change the page. */
  constructor() {
    this.#old = /** @type {Document} */ (document.cloneNode(true));
    this.#follow(this.#old, document);
    for (const part of this.#old.querySelectorAll("details[open]")) this.#perhapsOpened.add(part);
  }

  /**
   * Makes the open page the same as `next`. Returns the elements that changed, or nothing if the page must be reloaded; then it
   * may be patched in part.
   *
   * @param {Document} next
   * @returns {Set<Element> | undefined}
   */
  patch(next) {
    this.#touched = new Set();
    try {
      this.#compareLoaded(next);
      this.#attributes(this.#old.documentElement, next.documentElement);
      for (const part of /** @type {const} */ (["head", "body"])) {
        this.#attributes(this.#old[part], next[part]);
        this.#children(this.#old[part], next[part]);
      }
    } catch (error) {
      if (error instanceof CannotPatch) return undefined;
      throw error;
    }
    this.#old = next;
    return this.#touched;
  }

  /** Scripts and style sheets must be the same. @param {Document} next */
  #compareLoaded(next) {
    /** @param {Document} page */
    const loaded = (page) =>
      [...page.querySelectorAll("script:not([data-run]), link[rel=stylesheet]")].map((part) => part.outerHTML);
    if (String(loaded(this.#old)) !== String(loaded(next))) throw new CannotPatch();
  }

  /**
   * The living node of a served one. A script may have removed it.
   *
   * @param {Node} old
   */
  #alive(old) {
    const node = this.#living.get(old);
    if (!node?.isConnected) throw new CannotPatch();
    return node;
  }

  /**
   * Records the living node of each node of a served tree.
   *
   * @param {Node} served
   * @param {Node} living of the same shape
   */
  #follow(served, living) {
    this.#living.set(served, living);
    const others = [...living.childNodes];
    [...served.childNodes].forEach((child, at) => {
      const other = others[at];
      if (other) this.#follow(child, other);
    });
  }

  /**
   * Records the living nodes of `old` for `next`, which is the same tree.
   *
   * @param {Node} old
   * @param {Node} next
   */
  #keep(old, next) {
    const node = this.#living.get(old);
    if (node) this.#living.set(next, node);
    old.childNodes.forEach((child, at) => this.#keep(child, /** @type {Node} */ (next.childNodes[at])));
  }

  /**
   * @param {Element} old
   * @param {Element} next
   */
  #attributes(old, next) {
    const living = /** @type {Element} */ (this.#alive(old));
    this.#living.set(next, living);
    const names = new Set([...old.getAttributeNames(), ...next.getAttributeNames()]);
    for (const name of names) {
      const value = next.getAttribute(name);
      if (old.getAttribute(name) === value) continue;
      if (name === "open" && this.#perhapsOpened.has(old)) continue;
      if (value === null) living.removeAttribute(name);
      else living.setAttribute(name, value);
      if (name !== "id") this.#touched.add(living);
    }
  }

  /**
   * Makes the children of `old`'s living element those of `next`.
   *
   * @param {Element} old
   * @param {Element} next
   */
  #children(old, next) {
    const parent = /** @type {Element} */ (this.#alive(old));
    /** The living node before which new ones go. @type {Node | null} */
    let before = null;
    // From the end, so that the node after a change is already in its place.
    for (const [was, is] of pairs([...old.childNodes], [...next.childNodes]).reverse()) {
      if (was && is && was.isEqualNode(is)) {
        this.#keep(was, is);
      } else if (was && is) {
        this.#change(was, is, parent);
      } else if (was) {
        this.#remove(was, parent);
      } else if (is) {
        this.#add(is, parent, before);
      }
      const node = is && this.#living.get(is);
      if (node?.parentNode === parent) before = node;
    }
  }

  /**
   * @param {Node} old
   * @param {Node} next of the same kind
   * @param {Element} parent
   */
  #change(old, next, parent) {
    if (isOwnScript(old)) {
      this.#keep(old, next);
      return;
    }
    const living = this.#alive(old);
    if (living.parentNode !== parent || isAttended(old) || isAttended(next)) throw new CannotPatch();
    if (old instanceof Element && next instanceof Element) {
      this.#attributes(old, next);
      this.#children(old, next);
      return;
    }
    living.nodeValue = next.nodeValue;
    this.#living.set(next, living);
    this.#touched.add(parent);
  }

  /**
   * @param {Node} old
   * @param {Element} parent
   */
  #remove(old, parent) {
    const living = this.#alive(old);
    if (living.parentNode !== parent || needsScript(old)) throw new CannotPatch();
    parent.removeChild(living);
    if (old.textContent?.trim()) this.#touched.add(parent);
  }

  /**
   * @param {Node} next
   * @param {Element} parent
   * @param {Node | null} before
   */
  #add(next, parent, before) {
    if (needsScript(next)) throw new CannotPatch();
    const made = document.importNode(next, true);
    parent.insertBefore(made, before);
    this.#follow(next, made);
    if (made instanceof Element) this.#touched.add(made);
    else if (made.nodeValue?.trim()) this.#touched.add(parent);
  }
}

/**
 * Which old child became which new one: equal ones first, in order, then in each gap those of the same kind.
 *
 * @param {Node[]} old
 * @param {Node[]} next
 * @returns {[Node | undefined, Node | undefined][]} in the order of the new ones
 */
function pairs(old, next) {
  const same = (/** @type {number} */ i, /** @type {number} */ j) =>
    /** @type {Node} */ (old[i]).isEqualNode(/** @type {Node} */ (next[j]));
  let start = 0;
  while (start < old.length && start < next.length && same(start, start)) start += 1;
  let [oldEnd, nextEnd] = [old.length, next.length];
  while (oldEnd > start && nextEnd > start && same(oldEnd - 1, nextEnd - 1)) {
    oldEnd -= 1;
    nextEnd -= 1;
  }
  /** @type {[Node | undefined, Node | undefined][]} */
  const found = [];
  for (let at = 0; at < start; at += 1) found.push([old[at], next[at]]);
  let [i, j] = [start, start];
  for (const [a, b] of [...common(old.slice(start, oldEnd), next.slice(start, nextEnd)), [oldEnd - start, nextEnd - start]]) {
    found.push(...alike(old.slice(i, start + a), next.slice(j, start + b)));
    [i, j] = [start + a, start + b];
    if (i < oldEnd && j < nextEnd) found.push([old[i++], next[j++]]);
  }
  for (let at = 0; oldEnd + at < old.length; at += 1) found.push([old[oldEnd + at], next[nextEnd + at]]);
  return found;
}

/**
 * The places of the longest run of equal nodes that both lists have in this order.
 *
 * @param {Node[]} old
 * @param {Node[]} next
 * @returns {[number, number][]}
 */
function common(old, next) {
  if (old.length * next.length > MOST_COMPARED ** 2) return [];
  /** How many equal nodes there are from these places on. */
  const longest = Array.from({ length: old.length + 1 }, () => new Uint16Array(next.length + 1));
  const at = (/** @type {number} */ i, /** @type {number} */ j) => longest[i]?.[j] ?? 0;
  const equal = old.map((node) => next.map((other) => node.isEqualNode(other)));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = next.length - 1; j >= 0; j -= 1) {
      const row = /** @type {Uint16Array} */ (longest[i]);
      row[j] = equal[i]?.[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  /** @type {[number, number][]} */
  const found = [];
  for (let i = 0, j = 0; i < old.length && j < next.length; ) {
    if (equal[i]?.[j] && at(i, j) === at(i + 1, j + 1) + 1) found.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}

/**
 * Pairs nodes of the same kind in order; what has no partner stands alone.
 *
 * @param {Node[]} old
 * @param {Node[]} next
 * @returns {[Node | undefined, Node | undefined][]}
 */
function alike(old, next) {
  /** @type {[Node | undefined, Node | undefined][]} */
  const found = [];
  let from = 0;
  for (const node of next) {
    const at = old.findIndex((other, place) => place >= from && sameKind(other, node));
    if (at < 0) {
      found.push([undefined, node]);
      continue;
    }
    for (const gone of old.slice(from, at)) found.push([gone, undefined]);
    found.push([old[at], node]);
    from = at + 1;
  }
  for (const gone of old.slice(from)) found.push([gone, undefined]);
  return found;
}

/**
 * @param {Node} one
 * @param {Node} other
 */
function sameKind(one, other) {
  if (one.nodeName !== other.nodeName) return false;
  return !(one instanceof Element && other instanceof Element) || one.id === other.id;
}

/** @param {Node} node */
function isAttended(node) {
  if (!(node instanceof Element) || node.hasAttribute("data-live")) return false;
  return node.getAttributeNames().some((name) => name.startsWith("data-"));
}

/** Whether a script works on something in this tree. @param {Node} node */
function needsScript(node) {
  return node instanceof Element && [node, ...node.querySelectorAll("*")].some(isAttended);
}

/** @param {Node} node */
function isOwnScript(node) {
  return node instanceof HTMLScriptElement && node.dataset["run"] !== undefined;
}
