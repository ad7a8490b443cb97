/** Pagefind as its guide says: its own script, preloaded as you type, and asked for the text of three results. */

/** @type {Promise<any> | undefined} */
let loading;
const address = './pagefind/pagefind.js';

export const open = () =>
  (loading ??= import(address).then(async (pagefind) => {
    await pagefind.init();
    return pagefind;
  }));

/** @param {string} query @param {Promise<unknown>} pause */
export async function search(query, pause) {
  const pagefind = await open();
  void pagefind.preload(query);
  await pause;
  const { results } = await pagefind.search(query);
  const shown = await Promise.all(results.slice(0, 3).map((/** @type {any} */ result) => result.data()));
  return shown.map(({ url, meta, excerpt }) => ({ url, title: meta.title, excerpt }));
}

/** The addresses of the first ten pages. @param {string} query @returns {Promise<string[]>} */
async function pages(query) {
  const { results } = await (await open()).search(query);
  const shown = await Promise.all(results.slice(0, 10).map((/** @type {any} */ result) => result.data()));
  return shown.map(({ url }) => url);
}

Object.assign(window, { pages });
