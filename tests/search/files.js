/**
 * The files of an index on disk, for those who look into it without the client. `src/search/mod.rs` describes the format. It
 * ranks nothing.
 */
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** The text of an article. @typedef {[address: string, title: string, summary: string, section: string, audiences: string[], sections: [id: string, heading: string, text: string][]]} Text */

/**
 * What is in the files of a kind, by the names of the files.
 *
 * @param {string} site the folder of a built site @param {string} kind the first letter of their names
 */
async function files(site, kind) {
  const folder = path.join(site, 'search/data');
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${kind}-`));
  return Promise.all(names.map(async (name) => {
    const [, json = ''] = /^mendSearch\.add\("[^"]*",(.*)\);\n$/s.exec(await readFile(path.join(folder, name), 'utf8')) ?? [];
    return { name, data: JSON.parse(json) };
  }));
}

/** The texts of all articles, in the order of their numbers. @param {string} site @returns {Promise<Text[]>} */
export async function texts(site) {
  const number = (/** @type {{ name: string }} */ { name }) => Number.parseInt(name.slice(2), 10);
  return (await files(site, 't')).sort((left, right) => number(left) - number(right)).flatMap(({ data }) => data);
}

/** All shards as one. @param {string} site @returns {Promise<{ forms: Map<string, string>, posts: Map<string, number[]> }>} */
export async function dictionary(site) {
  const shards = (await files(site, 'w')).map(({ data }) => data);
  const posts = shards.flatMap((shard) => Object.entries(shard.posts));
  return {
    forms: new Map(shards.flatMap((shard) => Object.entries(shard.forms))),
    posts: new Map(posts.map(([stem, list]) => [stem, numbers(list)])),
  };
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The numbers of a posting list: the last digit of each is below 32. @param {string} list */
const numbers = (list) =>
  (list.match(/[g-z0-9+/]*[A-Za-f]/g) ?? []).map((number) => [...number].reduceRight((sum, digit) => sum * 32 + (digits.indexOf(digit) % 32), 0));
