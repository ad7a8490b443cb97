/**
 * Reads the judged queries and the phrases of danger, and scores answers. The first lines of both files explain their format.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { misspelt } from './slips.js';

/** @typedef {import('./engine.js').Engine} Engine */
/** @typedef {'tuning' | 'held out' | 'blind'} Purpose */
/** `pages`: those that answer, the best first. @typedef {{ group: string, purpose: Purpose, query: string, pages: string[] }} Judged */
/** @typedef {{ count: number, success: number, rank: number, none: number, missed: string[] }} Score */

/** The columns of each line that says something. @param {string} text */
const lines = (text) =>
  text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split('\t'));

export const groups = ['question', 'keywords', 'word', 'typo', 'spelling', 'synonym', 'safety'];

/** The groups of `development.tsv`. */
export const developed = ['misspelt', 'foreign', 'other', 'story', 'sentence', 'short', 'broken'];

/**
 * Every judged query, in the order of the file. In `queries.tsv` the first, third, fifth … of each group are for tuning. Those of
 * `blind.tsv` only measure: their writer did not know the software. All of `development.tsv` is for tuning.
 *
 * @param {'queries.tsv' | 'blind.tsv' | 'development.tsv'} file @returns {Judged[]}
 */
export function judged(file = 'queries.tsv') {
  /** @type {Record<string, number>} */
  const seen = {};
  return lines(readFileSync(path.join(import.meta.dirname, file), 'utf8')).map(([group = '', query = '', pages = '']) => {
    seen[group] = (seen[group] ?? 0) + 1;
    return { group, purpose: file === 'blind.tsv' ? 'blind' : file === 'development.tsv' || seen[group] % 2 ? 'tuning' : 'held out', query, pages: pages.split(' ') };
  });
}

/** Phrases with their kinds, in the order of a file: `near` must not lead to help, every other kind must. @param {string} text */
export const phrases = (text = readFileSync(path.join(import.meta.dirname, 'danger.tsv'), 'utf8')) =>
  lines(text).map(([kind = '', phrase = '']) => ({ kind, phrase }));

/** @param {string} url */
const page = (url) => url.replace(/#.*$/, '').replace(/\/$/, '').replace(/^(?!worksheets\/).*\//, '');

/**
 * The place of the first page that answers, from 1, or 0. Pinned help comes before all results.
 *
 * @param {Engine} engine @param {string} query @param {string[]} pages
 */
export async function place(engine, query, pages) {
  const { pinned, results } = await engine.search(query, { most: 10 });
  if (pinned && pages.includes('help')) return { at: 1, none: false };
  const at = 1 + results.findIndex(({ url }) => pages.includes(page(url)));
  return { at, none: results.length === 0 };
}

/**
 * @param {Engine} engine @param {Judged[]} queries @returns {Promise<Score>}
 */
export async function score(engine, queries) {
  const score = { count: queries.length, success: 0, rank: 0, none: 0, missed: /** @type {string[]} */ ([]) };
  for (const { query, pages } of queries) {
    const { at, none } = await place(engine, query, pages);
    if (at > 0 && at <= 3) score.success += 1;
    else score.missed.push(`${query} (${at || 'not there'})`);
    if (at > 0) score.rank += 1 / at;
    if (none) score.none += 1;
  }
  const { count, success, rank, none, missed } = score;
  return { count, success: success / count, rank: rank / count, none: none / count, missed };
}

/**
 * The share of the mean reciprocal rank that is left when one word of each query is written wrong.
 *
 * @param {Engine} engine @param {Judged[]} queries @param {import('./slips.js').Misspellings} known
 */
export async function misspelling(engine, queries, known) {
  let [clean, wrong, count] = [0, 0, 0];
  /** @type {string[]} */
  const lost = [];
  for (const { group, query, pages } of queries) {
    const slipped = misspelt(query, known);
    if (group === 'typo' || group === 'safety' || slipped === undefined) continue;
    count += 1;
    const [right, other] = [(await place(engine, query, pages)).at, (await place(engine, slipped, pages)).at];
    clean += right && 1 / right;
    wrong += other && 1 / other;
    if (right && right <= 3 && (other === 0 || other > 3)) lost.push(`${slipped} (${right} -> ${other || 'not there'})`);
  }
  return { keeps: wrong / clean, count, lost };
}

/** The pairs of one query in British and American spelling. @param {Judged[]} queries @returns {[Judged, Judged][]} */
export function pairs(queries) {
  const spelling = queries.filter(({ group }) => group === 'spelling');
  return spelling.flatMap((one, at) => {
    const other = spelling[at + 1];
    return at % 2 === 0 && other ? [/** @type {[Judged, Judged]} */ ([one, other])] : [];
  });
}

/** @param {Engine} engine @param {string} query */
export async function top(engine, query) {
  return (await engine.search(query, { most: 10 })).results.slice(0, 3).map(({ url }) => url).join(' ');
}
