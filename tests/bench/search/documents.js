/**
 * The documents of a built site as mend's index holds them, for the other tools to search in the same.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** @typedef {{ id: string, heading: string, text: string }} Section */
/** @typedef {{ url: string, title: string, summary: string, sections: Section[] }} Entry */

/** @param {string} site the folder of a built site @returns {Promise<Entry[]>} in the order of their numbers */
export async function documents(site) {
  const folder = path.join(site, 'search/data');
  const names = (await readdir(folder)).filter((name) => name.startsWith('t-'));
  const number = (/** @type {string} */ name) => Number.parseInt(name.slice(2), 10);
  names.sort((left, right) => number(left) - number(right));
  const entries = [];
  for (const name of names) {
    const script = await readFile(path.join(folder, name), 'utf8');
    const [, json = ''] = /^mendSearch\.add\("[^"]*",(.*)\);\n$/s.exec(script) ?? [];
    const [url, title, summary, , , sections] = JSON.parse(json);
    entries.push({ url, title, summary, sections: sections.map((/** @type {string[]} */ [id, heading, text]) => ({ id, heading, text })) });
  }
  return entries;
}
