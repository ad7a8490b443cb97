/**
 * Automatic checks of how a page looks: overflow, overlapping text, visible focus, and axe-core. Each returns a list of
 * faults, empty if there are none. Also measures the length of lines.
 *
 * @import { Page } from 'playwright-core'
 */
import axe from 'axe-core';

/** The tags of WCAG 2.0, 2.1 and 2.2, levels A and AA, in axe-core. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** The rules of axe-core that judge colours. Another colour scheme changes their answer and that of no other rule. */
export const colourRules = ['color-contrast', 'link-in-text-block'];

/** The text spacing that readers may choose (WCAG 1.4.12). */
export const widerText = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }`;

/**
 * What axe-core finds against WCAG and its own best practices.
 *
 * @param {Page} page
 * @param {{ only?: string[], without?: string[], within?: string }} [options] the tags or the rules to judge by; rules to
 *   leave out; the part of the page to judge
 */
export async function violations(page, { only = [...wcag, 'best-practice'], without = [], within = 'html' } = {}) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(async ({ only, without, within }) => {
    const { axe } = /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (window));
    const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
    return axe.run(within, { runOnly: only, rules, resultTypes: ['violations'] });
  }, { only, without, within });
  return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.html}`));
}

/**
 * Adds a style sheet to the page through the object model, which the pages' policy does not restrict.
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
 * What is too wide for the page, and text that overlaps other text.
 *
 * @param {Page} page
 */
export function misplaced(page) {
  return page.evaluate(() => {
    /** @type {string[]} */
    const found = [];
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > room) {
      // What scrolls in a box of its own overflows that box, not the page. The innermost of the others is the cause.
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
    // The bar covers the page on purpose, and visually hidden text takes no room.
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
        // Line boxes of one text touch; half a line is an overlap.
        if (across > 2 && down > Math.min(one.box.height, two.box.height) / 2) found.push(`"${one.text}" lies on "${two.text}"`);
      }
    }
    return found;
  });
}

/**
 * The number of characters in every full line: all lines of a paragraph or list item except its last.
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
          // Superscript belongs to its line; a new line begins below the last one.
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
 * Focuses every element that can have the focus, from top to bottom and back, and returns those that the bar covers then
 * or that show no focus ring. On the way up the bar is in the way.
 *
 * @param {Page} page
 * @param {{ byKeyboard?: boolean }} [options] moves the focus by real keys, which takes many times longer
 */
export async function unseenFocus(page, { byKeyboard = false } = {}) {
  const stops = await page.evaluate(() => {
    const walk = { found: /** @type {string[]} */ ([]), met: 0 };
    // When the key is released, the focus has moved and the page has scrolled.
    addEventListener('keyup', ({ target }) => {
      if (!(target instanceof Element) || target === document.body || target.closest('.exit, .skip')) return;
      walk.met += 1;
      const box = target.getBoundingClientRect();
      const bar = document.querySelector('.exit a')?.getBoundingClientRect();
      const covered = bar && box.top < bar.bottom - 1 && box.right > bar.left && box.left < bar.right && box.bottom > bar.top;
      const style = getComputedStyle(target);
      const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      if (covered && box.bottom <= bar.bottom + 12) walk.found.push(`behind the bar: ${target.outerHTML.slice(0, 120)}`);
      else if (!marked) walk.found.push(`no ring: ${target.outerHTML.slice(0, 120)}`);
    }, true);
    const all = Array.from(document.querySelectorAll('a[href], button, input, textarea, summary, [tabindex="0"]'));
    const stops = /** @type {HTMLElement[]} */ (all.filter((element) => element.checkVisibility({ visibilityProperty: true })));
    Object.assign(window, { walk, stops });
    return stops.length;
  });
  if (byKeyboard) {
    for (let stop = 0; stop < stops; stop += 1) await page.keyboard.press('Tab');
    for (let stop = 0; stop < stops; stop += 1) await page.keyboard.press('Shift+Tab');
  }
  const { found, met } = await page.evaluate((byKeyboard) => {
    const { walk, stops } = /** @type {{ walk: { found: string[], met: number }, stops: HTMLElement[] }} */ (/** @type {unknown} */ (window));
    if (!byKeyboard) {
      for (const stop of [...stops, ...stops.toReversed()]) {
        stop.focus(/** @type {FocusOptions} */ ({ focusVisible: true }));
        document.activeElement?.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }));
      }
    }
    return walk;
  }, byKeyboard);
  return met >= stops ? found : [...found, `only ${met} stops for ${stops} elements`];
}
