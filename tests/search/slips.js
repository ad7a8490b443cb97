/**
 * Queries with one misspelt word: a collected misspelling if there is one, otherwise a slip of the thumb.
 */
import { readFileSync } from 'node:fs';

/** Real misspellings of each word. @typedef {Map<string, string[]>} Misspellings */

/**
 * Reads the dictionary of codespell, which is downloaded for the tests and not part of the repository.
 *
 * @param {string} file @returns {Misspellings}
 */
export function misspellings(file) {
  /** @type {Misspellings} */
  const all = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [wrong = '', rights = ''] = line.toLowerCase().split('->');
    // With several right words, or with a phrase, it is unclear which word was meant.
    if (/^[a-z]+$/.test(wrong) && /^[a-z]+$/.test(rights)) all.set(rights, [...(all.get(rights) ?? []), wrong]);
  }
  return all;
}

/** A number that depends on nothing but a word. @param {string} word */
const number = (word) => [...word].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);

/** A slip of the thumb: a letter left out, doubled, exchanged with the next or hit beside. @param {string} word */
function slip(word) {
  const at = 1 + (number(word) % (word.length - 2));
  const beside = 'snvfrgjkolmnhjlqwedtybcxzs'['abcdefghijklmnopqrstuvwxyz'.indexOf(word[at] ?? 'a')] ?? 'x';
  const [before, letter, next, after] = [word.slice(0, at), word[at] ?? '', word[at + 1] ?? '', word.slice(at + 2)];
  return [before + next + after, before + letter + letter + next + after, before + next + letter + after, before + beside + next + after][number(word) % 4] ?? word;
}

/**
 * A query with its longest word misspelt, or `undefined` if all its words are short.
 *
 * @param {string} query @param {Misspellings} known
 */
export function misspelt(query, known) {
  const long = query.split(' ').filter((word) => /^[a-z]{5,}$/.test(word));
  const word = long.sort((left, right) => right.length - left.length)[0];
  if (word === undefined) return undefined;
  const real = known.get(word) ?? [];
  return query.replace(word, real[number(word) % real.length] ?? slip(word));
}
