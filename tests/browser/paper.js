/**
 * Prints pages as a reader does, to PDF, and measures the sheets.
 */
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './site.js';

const run = promisify(execFile);

/** Points in a millimetre. */
const millimetre = 72 / 25.4;

/** The margins that the style sheet for paper sets, in points. The running foot is in the lower one. */
const margin = { top: 14 * millimetre, side: 15 * millimetre, bottom: 18 * millimetre };

/** How finely sheets are drawn to be measured, in dots per inch. */
const fineness = 48;

/**
 * A printed sheet. `text` is what is printed between the margins and `foot` what is below it, both with single spaces; `white` is
 * the share of the space between the margins that is empty below the last thing printed there. `cut` are the words that
 * reach over a margin at a side.
 *
 * @typedef {{ text: string, foot: string, white: number, cut: string[] }} Sheet
 */

/**
 * Prints the open page and returns its sheets, and the file of the PDF.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} format such as `A4`
 * @param {Parameters<import('playwright-core').Page['pdf']>[0]} [options]
 * @returns {Promise<{ sheets: Sheet[], file: string }>}
 */
export async function print(page, format, options) {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'page.pdf');
  await page.pdf({ ...options, format, path: file });
  return { sheets: await sheetsOf(file), file };
}

/** How much of a sheet may be empty where the text goes on overleaf: a third, and of the smaller one as much paper. */
const mostWhite = (/** @type {string} */ format) => (format === 'A5' ? 2 / 3 : 1 / 3);

/** Words without the spaces between them, which paper does not keep. @param {string} text */
const joined = (text) => text.replaceAll(/\s+/g, '');

/**
 * What is wrong with the open page on paper.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} format
 */
export async function faults(page, format) {
  const { sheets } = await print(page, format);
  await page.emulateMedia({ media: 'print' });
  const { foot, headings, furniture, cards } = await page.evaluate(() => {
    const words = (/** @type {string} */ which) => [...document.querySelectorAll(which)].filter((found) => found.checkVisibility()).map((found) => /** @type {HTMLElement} */ (found).innerText);
    return { foot: words('.site-footer').join(''), headings: words('h2, h3, summary, .block-title:not(.block-field *)'), furniture: words('.safety-strip, .exit, .menu, .search, .pager, .facts > .on-screen, [role="doc-backlink"], button:not(.term)'), cards: [...document.querySelectorAll('.help-card')].map((card) => [...card.querySelectorAll('.phone')].filter((number) => number.checkVisibility()).map((number) => String(number.textContent))) };
  });
  await page.emulateMedia({ media: null });
  /** @type {string[]} */
  const found = furniture.map((text) => `of use on a screen only: ${text}`);
  sheets.forEach((sheet, at) => {
    const isLast = at === sheets.length - 1;
    const say = (/** @type {string} */ fault) => found.push(`sheet ${at + 1} of ${sheets.length}: ${fault}`);
    const text = joined(sheet.text);
    if (!isLast && sheet.white > mostWhite(format)) say(`${Math.round(sheet.white * 100)} % white`);
    if (isLast && at > 0 && joined(foot).endsWith(text)) say('nothing but the foot of the page');
    const heading = isLast ? undefined : headings.find((heading) => text.endsWith(joined(heading)));
    if (heading) say(`ends with the heading ${heading}`);
    if (sheet.cut.length > 0) say(`over the margin: ${sheet.cut.join(', ')}`);
    if (!sheet.foot.endsWith(`Page ${at + 1} of ${sheets.length}`)) say(`its foot is ${sheet.foot}`);
  });
  const all = sheets.map((sheet) => joined(sheet.text));
  for (const numbers of cards) if (!all.some((text) => numbers.every((number) => text.includes(joined(number))))) found.push(`a help card is on two sheets: ${numbers.join(', ')}`);
  return found;
}

/** @param {string} file @returns {Promise<Sheet[]>} */
async function sheetsOf(file) {
  const pictures = path.join(await temporaryFolder(), 'sheet');
  const [{ stdout }] = await Promise.all([
    run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 1 << 26 }),
    run('pdftoppm', ['-gray', '-r', String(fineness), file, pictures]),
  ]);
  const drawn = (await readdir(path.dirname(pictures))).sort();
  return Promise.all(stdout.split('<page ').slice(1).map(async (words, at) => {
    const [, width = '', height = ''] = /width="([\d.]+)" height="([\d.]+)"/.exec(words) ?? [];
    const found = [...words.matchAll(/xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="[-\d.]+">(.*?)<\/word>/g)];
    const edge = Number(height) - margin.bottom;
    const text = (/** @type {boolean} */ below) => decoded(found.filter(([, , top]) => Number(top) > edge === below).map((word) => word[4]).join(' '));
    // A letter may hang over by two points.
    const cut = found.filter(([, from, , to]) => Number(from) < margin.side - 2 || Number(to) > Number(width) - margin.side + 2).map((word) => decoded(word[4] ?? ''));
    const picture = await readFile(path.join(path.dirname(pictures), String(drawn[at])));
    return { text: text(false), foot: text(true), white: white(picture), cut };
  }));
}

/** The text of an attribute or element of HTML. @param {string} text */
function decoded(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll(/&apos;|&#39;/g, "'").replaceAll('&amp;', '&');
}

/**
 * The share of white below the last row with ink, between the margins.
 *
 * @param {Buffer} picture as a portable grey map
 */
function white(picture) {
  const [head = '', width = '', height = ''] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.toString('latin1', 0, 64)) ?? [];
  const row = (/** @type {number} */ at) => picture.subarray(head.length + at * Number(width), head.length + (at + 1) * Number(width));
  const pixels = (/** @type {number} */ points) => Math.round((points / 72) * fineness);
  const top = pixels(margin.top);
  const bottom = Number(height) - pixels(margin.bottom);
  let last = bottom - 1;
  while (last > top && row(last).every((pixel) => pixel > 200)) last -= 1;
  return (bottom - 1 - last) / (bottom - top);
}
