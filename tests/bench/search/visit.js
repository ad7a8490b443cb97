/**
 * A first search of a visit in Chromium: an empty profile, a query typed key by key, and what that took.
 */
import { setTimeout as pass } from 'node:timers/promises';
import { host } from '../../browser/static-server.js';

/** A key every so many milliseconds, the first after a reader has looked at the box for a while. */
const [KEY, LOOK] = [90, 500];
/** A slow telephone: milliseconds for a request, bits in a millisecond, and how much slower it computes. */
const [ROUND_TRIP, SPEED, SLOWER] = [150, 1600, 4];

/** Where a page has its box, and where it says for which query its list is. @typedef {{ input: string, status: string }} Box */
/** Bytes of bodies as they were sent, files, and milliseconds from the last key to the list. @typedef {{ bytes: number, files: number, cold: number, warm: number }} Visit */

/**
 * Answers over a link that can be slow; what is sent over it is counted.
 *
 * @param {string} folder
 */
export async function link(folder) {
  const link = { slow: false, bytes: 0, files: 0, home: '' };
  let free = 0;
  link.home = await host(folder, (bytes) => {
    link.bytes += bytes;
    link.files += 1;
    if (!link.slow) return undefined;
    // One answer after the other, each a round trip after it was asked for at the earliest.
    free = Math.max(Date.now() + ROUND_TRIP, free) + (bytes * 8) / SPEED;
    return pass(free - Date.now());
  });
  return link;
}

/**
 * @param {import('playwright-core').Browser} browser @param {Awaited<ReturnType<typeof link>>} link @param {Box} box
 * @param {string} query @returns {Promise<Visit>}
 */
export async function visit(browser, link, box, query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(180_000);
  await page.goto(link.home, { waitUntil: 'networkidle' });
  const chromium = await context.newCDPSession(page);
  await chromium.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  Object.assign(link, { slow: true, bytes: 0, files: 0 });
  await page.locator(box.input).focus();
  await pass(LOOK);
  const cold = await typed(page, box, query);
  const { bytes, files } = link;
  link.slow = false;
  await chromium.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await page.locator(box.input).fill('');
  await pass(LOOK);
  const warm = await typed(page, box, query);
  await context.close();
  return { bytes, files, cold, warm };
}

/** Milliseconds from the last key of a query to the list. @param {import('playwright-core').Page} page @param {Box} box @param {string} query */
async function typed(page, box, query) {
  await page.evaluate(
    ([box, query]) => {
      const input = /** @type {HTMLInputElement} */ (document.querySelector(box.input));
      /** @type {number | undefined} */
      let last;
      input.addEventListener('input', () => (last ??= input.value === query ? performance.now() : undefined), { capture: true });
      const shown = new Promise((done) => {
        new MutationObserver((_, observer) => {
          if (last === undefined || !document.querySelector(box.status)?.textContent?.includes(query)) return;
          observer.disconnect();
          done(performance.now() - last);
        }).observe(document.body, { childList: true, characterData: true, subtree: true });
      });
      Object.assign(window, { shown });
    },
    /** @type {const} */ ([box, query]),
  );
  await page.keyboard.type(query, { delay: KEY });
  return page.evaluate(() => /** @type {Promise<number>} */ (/** @type {any} */ (window).shown));
}
