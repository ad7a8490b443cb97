// @ts-check
// Finds the author's text on the page: which element a block of the file became, and where a sentence is. Highlights do not
// change the page, so they do not disturb patches or the site's own scripts.
//
// A block is identified by its words: lines shift with every edit above them, and a theme adds elements of its own. Only letters
// and digits count, because quotes, dashes and markup differ between file and page.

/** @import { Block } from "./panel.js" */

const BLOCKS = "h1,h2,h3,h4,h5,h6,p,li,dt,dd,td,th,pre,figcaption,summary,label,legend,img";
const HEADINGS = "h1,h2,h3,h4,h5,h6";
/** What a theme adds for readers and no author wrote: ways around, controls, marks of notes. */
const ADDED = "nav,button,sup";

/** How many letters tell one text from all others. */
const SHORTEST_PART = 12;

/**
 * Whether two texts are one, of which the theme or a link without words of its own has changed a part.
 *
 * @param {string} one
 * @param {string} other
 */
const alike = (one, other) => {
  const length = Math.min(one.length, other.length);
  if (length < SHORTEST_PART) return false;
  const [start, end] = [one.slice(0, SHORTEST_PART), one.slice(-SHORTEST_PART)];
  return other.startsWith(start) || other.endsWith(end) || other.includes(one) || one.includes(other);
};

/** @param {string} text */
const letters = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** Where the page's own content is, the preview's elements being beside the body. */
const content = () => document.querySelector("main") ?? document.body;

/** The elements that may be blocks, in order. @returns {Element[]} */
const elements = () => [...content().querySelectorAll(BLOCKS)].filter((element) => !element.closest(ADDED));

/**
 * The text nodes of an element that belong to no block inside it.
 *
 * @param {Element} element
 */
function* ownText(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent && parent.closest(BLOCKS) === element && !parent.closest(ADDED)) yield /** @type {Text} */ (node);
  }
}

/** @param {Element} element */
const words = (element) => {
  if (element instanceof HTMLImageElement) return letters(element.alt);
  return letters([...ownText(element)].map((node) => node.data).join(""));
};

/**
 * Which element each block became. What the theme made by itself has no block; a block may have no element.
 *
 * @param {Block[]} blocks in the order of the file
 * @returns {Map<Element, Block>} in the order of the page
 */
export function align(blocks) {
  const keys = blocks.map((block) => letters(block.text));
  const used = new Set();
  let last = -1;
  /** @type {Map<Element, Block>} */
  const found = new Map();
  for (const element of elements()) {
    const text = words(element);
    const heading = element.matches(HEADINGS);
    /** @param {(key: string) => boolean} fits */
    const next = (fits) => {
      const free = keys.map((key, at) => ({ key, at })).filter(({ key, at }) => {
        return !used.has(at) && (blocks[at]?.heading || !heading) && fits(key);
      });
      return (free.find(({ at }) => at > last) ?? free[0])?.at;
    };
    if (!text) continue;
    // A theme puts a word before the title of a box.
    const ends = (/** @type {string} */ key) => heading && key !== "" && text.endsWith(key);
    const at = next((key) => key === text) ?? next((key) => alike(key, text)) ?? next(ends);
    const block = at === undefined ? undefined : blocks[at];
    if (at === undefined || !block) continue;
    used.add(at);
    last = at;
    found.set(element, block);
  }
  return found;
}

/**
 * The block that a part of the page was made of: its own, that around it, or the last one before it.
 *
 * @param {Map<Element, Block>} aligned
 * @param {Element} element
 * @returns {[Element, Block] | undefined}
 */
export function blockAt(aligned, element) {
  for (let around = /** @type {Element | null} */ (element); around; around = around.parentElement) {
    const block = aligned.get(around);
    if (block) return [around, block];
  }
  const inside = [...aligned].find(([other]) => element.contains(other));
  const before = [...aligned].filter(
    ([other]) => other.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  return inside ?? before.at(-1);
}

/**
 * Where words stand on the page, in one block.
 *
 * @param {string} text
 * @returns {Range | undefined}
 */
function find(text) {
  const wanted = letters(text);
  if (!wanted) return undefined;
  for (const element of elements()) {
    /** Each letter's node and the places before and after it. @type {[Text, number, number][]} */
    const places = [];
    let all = "";
    for (const node of ownText(element)) {
      let at = 0;
      for (const sign of node.data) {
        const letter = letters(sign);
        for (let part = 0; part < letter.length; part += 1) places.push([node, at, at + sign.length]);
        all += letter;
        at += sign.length;
      }
    }
    const start = all.indexOf(wanted);
    const [first, last] = [places[start], places[start + wanted.length - 1]];
    if (start < 0 || !first || !last) continue;
    const range = document.createRange();
    range.setStart(first[0], first[1]);
    range.setEnd(last[0], last[2]);
    return range;
  }
  return undefined;
}

/**
 * Where words stand on the page or, when a link has other words there than in the file, the block they stand in.
 *
 * @param {string} text
 * @param {number} line the line of the file
 * @param {Map<Element, Block>} aligned
 * @returns {Range | undefined}
 */
export function findNear(text, line, aligned) {
  const exact = find(text);
  if (exact) return exact;
  /** @type {[Element, Block] | undefined} */
  let nearest;
  for (const other of aligned) {
    if (other[1].line <= line && other[1].line >= (nearest?.[1].line ?? 0)) nearest = other;
  }
  if (!nearest) return undefined;
  const range = document.createRange();
  range.selectNodeContents(nearest[0]);
  return range;
}

/**
 * Colours these places until others are given; no place takes the colour away.
 *
 * @param {"mend-hard" | "mend-shown"} name
 * @param {(Range | undefined)[]} ranges
 */
export function highlight(name, ranges) {
  const known = ranges.filter((range) => range !== undefined);
  if (!("highlights" in CSS)) return;
  if (known.length) CSS.highlights.set(name, new Highlight(...known));
  else CSS.highlights.delete(name);
}
