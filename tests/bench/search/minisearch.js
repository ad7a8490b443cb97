/**
 * MiniSearch with the options of its README for a search as you type, over sections; the index holds their titles
 * alone, and what is shown of a section is fetched, as one file for each page.
 */
import MiniSearch from 'minisearch';
import { fields } from './minisearch-fields.js';

/** @typedef {import('minisearch').SearchOptions} Options */

/** @type {Promise<MiniSearch> | undefined} */
let loading;
/** @type {Map<string, Promise<string[]>>} */
const texts = new Map();
const asTyped = /** @type {Options} */ ({ boost: { title: 2 }, prefix: true, fuzzy: 0.2 });

export const open = () => (loading ??= fetch('index.json').then(async (answer) => MiniSearch.loadJSONAsync(await answer.text(), fields)));

/** The texts of the sections of a page. @param {string} page @param {Promise<unknown>} pause */
async function text(page, pause) {
  if (!texts.has(page)) {
    await pause;
    texts.set(page, fetch(`texts/${page}.json`).then((answer) => answer.json()));
  }
  return texts.get(page) ?? [];
}

/** @param {string} query @param {Promise<unknown>} pause */
export async function search(query, pause) {
  const found = (await open()).search(query, asTyped).slice(0, 3);
  return Promise.all(
    found.map(async ({ id, url, title, terms }) => {
      const [page = '', section = ''] = id.split('-');
      const all = (await text(page, pause))[section] ?? '';
      const at = Math.max(0, Math.min(...terms.map((term) => all.toLowerCase().indexOf(term)).filter((at) => at >= 0)) - 60);
      const shown = document.createElement('p');
      shown.textContent = all.slice(Number.isFinite(at) ? at : 0).slice(0, 200);
      return { url, title, excerpt: shown.innerHTML };
    }),
  );
}

/** The addresses of the first ten pages. @param {string} query @param {boolean} plain without the options */
async function pages(query, plain) {
  const found = (await open()).search(query, plain ? {} : { ...asTyped, prefix: false });
  return [...new Set(found.map(({ url }) => url.replace(/#.*/, '')))].slice(0, 10);
}

Object.assign(window, { pages });
