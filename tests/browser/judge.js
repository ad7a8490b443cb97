/**
 * What machines can tell about how a page looks: what is too wide, what lies on what, what hides from the keyboard,
 * what axe-core finds: each a list of what is wrong, empty if nothing is. And how long lines are.
 *
 * @import { Page } from 'playwright-core'
 */
import axe from 'axe-core';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** What readers may set their text to (WCAG 1.4.12). */
export const widerText = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }`;

/**
 * What axe-core finds against WCAG 2.0, 2.1 and 2.2, levels A and AA, and its own best practices.
 *
 * @param {Page} page
 */
export async function violations(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async (tags) => {
    const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (window));
    return axe.run({ runOnly: tags, resultTypes: ['violations'] });
  }, standards);
  return violations.flatMap(({ id, help, nodes }) => nodes
    // The second skip link stands before all regions as the first does, but axe-core knows those by their `#` only.
    .filter(({ html }) => !(id === 'region' && html.startsWith('<a class="skip"')))
    .map((node) => `${id}: ${help}: ${node.html}`));
}

/**
 * Puts a style over those of the page; through the object model, which the pages' policy leaves to the browser.
 *
 * @param {Page} page
 * @param {string} style
 */
export function restyle(page, style) {
  return page.evaluate((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
  }, style);
}

/**
 * What is too wide for the page, and texts that lie on other texts.
 *
 * @param {Page} page
 */
export function misplaced(page) {
  return page.evaluate(() => {
    /** @type {string[]} */
    const found = [];
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > room) {
      // What scrolls in a box of its own sticks out of the box, not of the page. The innermost of what is left is the cause.
      const isBoxed = (/** @type {Element | null} */ element) => {
        for (let box = element; box && box !== document.body; box = box.parentElement) {
          if (getComputedStyle(box).overflowX !== 'visible') return true;
        }
        return false;
      };
      const sticksOut = (/** @type {Element} */ element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (right > room + 1 || left < -1) && !isBoxed(element.parentElement);
      };
      const wide = Array.from(document.querySelectorAll('body *')).filter(sticksOut);
      const causes = wide.filter((element) => !wide.some((other) => other !== element && element.contains(other)));
      found.push(...causes.map((element) => {
        const { left, right } = element.getBoundingClientRect();
        return `too wide, from ${Math.round(left)} to ${Math.round(right)} of ${room}: ${element.outerHTML.slice(0, 120)}`;
      }));
      if (!causes.length) found.push(`too wide: ${document.documentElement.scrollWidth} of ${room}, and nothing sticks out`);
    }
    // The bar lies on the page on purpose, and what is hidden from eyes has no place.
    const away = '.exit, .skip, .visually-hidden, [hidden]';
    /** @type {{ text: string, box: DOMRect }[]} */
    const boxes = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.textContent?.trim() || !element?.checkVisibility() || element.closest(away)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        if (box.width > 1 && box.height > 1) boxes.push({ text: node.textContent.trim().slice(0, 40), box });
      }
    }
    boxes.sort((one, two) => one.box.top - two.box.top);
    for (const [at, one] of boxes.entries()) {
      for (const two of boxes.slice(at + 1)) {
        if (two.box.top >= one.box.bottom) break;
        const across = Math.min(one.box.right, two.box.right) - Math.max(one.box.left, two.box.left);
        const down = Math.min(one.box.bottom, two.box.bottom) - two.box.top;
        // Line boxes of one text touch; half a line is more than touching.
        if (across > 2 && down > Math.min(one.box.height, two.box.height) / 2) found.push(`"${one.text}" lies on "${two.text}"`);
      }
    }
    return found;
  });
}

/**
 * How many characters stand in the full lines of a page's sentences: in every line but the last of each paragraph and item.
 *
 * @param {Page} page
 */
export function lineLengths(page) {
  return page.evaluate(() => {
    /** @type {number[]} */
    const lengths = [];
    for (const block of document.querySelectorAll('main :is(p, li, dd)')) {
      if (!block.checkVisibility() || block.querySelector('p, li, input')) continue;
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      /** @type {number[]} */
      const lines = [];
      let bottom = -Infinity;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (const word of node.textContent?.matchAll(/\S+\s*/g) ?? []) {
          const range = document.createRange();
          range.setStart(node, word.index);
          range.setEnd(node, word.index + word[0].length);
          const box = range.getClientRects()[0];
          if (!box?.width) continue;
          // Small letters above the line belong to it; a new line begins where the last one ends.
          if (box.top >= bottom - 4) {
            lines.push(0);
            bottom = box.bottom;
          }
          lines.push((lines.pop() ?? 0) + word[0].length);
        }
      }
      lengths.push(...lines.slice(0, -1));
    }
    return lengths;
  });
}

/**
 * Walks through everything that takes the focus, down to the end and back up, where the bar is in the way: what of it is
 * behind the bar, or does not show that it has the focus.
 *
 * @param {Page} page
 */
export async function unseenFocus(page) {
  /** @type {string[]} */
  const found = [];
  const stops = await page.locator('a[href], button, input, textarea, summary, [tabindex="0"]').count();
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let stop = 0; stop < stops; stop += 1) {
      await page.keyboard.press(key);
      const hidden = await page.evaluate(focusTrouble);
      if (hidden) found.push(`${key}: ${hidden}`);
    }
  }
  return found;
}

/** What is wrong with the element that has the focus, if anything is. */
function focusTrouble() {
  const element = document.activeElement;
  if (!element || element === document.body || element.closest('.exit, .skip')) return '';
  const box = element.getBoundingClientRect();
  const bar = document.querySelector('.exit a')?.getBoundingClientRect();
  const covered = bar && box.top < bar.bottom - 1 && box.right > bar.left && box.left < bar.right && box.bottom > bar.top;
  const style = getComputedStyle(element);
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  if (covered && box.bottom <= bar.bottom + 12) return `behind the bar: ${element.outerHTML.slice(0, 120)}`;
  return marked ? '' : `no ring: ${element.outerHTML.slice(0, 120)}`;
}
