/**
 * Words match by stem although the client has no stemmer: every word of two dictionaries is in an article, which is found
 * by the word as it is written there and by every other form with the same stem.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { build, temporaryFolder, write } from '../browser/site.js';
import { engine } from './engine.js';
import { dictionary, texts } from './files.js';

/** Words in an article: few enough that none of them becomes common. */
const IN_ONE = 400;

const dictionaries = process.env['TEST_WORDS'];
assert(dictionaries, 'TEST_WORDS names the folder with american-english and british-english; tests/run brings both');

/** @type {Set<string>} */
const listed = new Set();
for (const name of ['american-english', 'british-english']) {
  const text = await readFile(path.join(dictionaries, name), 'utf8');
  for (const word of text.toLowerCase().split('\n')) if (/^\p{L}{2,}$/u.test(word)) listed.add(word);
}
const words = [...listed].sort();

const folder = await temporaryFolder();
/** @type {Record<string, string>} */
const files = { 'site.toml': 'title = "Words"\nlanguage = "en"\n' };
for (let first = 0; first < words.length; first += IN_ONE) {
  files[`content/words-${String(first / IN_ONE).padStart(4, '0')}.md`] = `# Part\n\n${words.slice(first, first + IN_ONE).join(' ')}\n`;
}
await write(folder, files);
const site = await build(folder);
const search = engine(site, 'en');

/** The whole dictionary of the index: form -> stem, stem -> numbers of articles; and the addresses of these. */
const { forms, posts } = await dictionary(site);
const addresses = (await texts(site)).map(([address]) => address);

/** The numbers of the articles in a list. @param {number[]} list */
function articles(list) {
  const found = [];
  for (let at = 1, article = 0; at < list.length; at += 1) {
    article += list[at] ?? 0;
    found.push(article);
    do at += 1; while ((list[at] ?? 0) % 2 === 1);
  }
  return found;
}

test('every word of the dictionaries finds its article', (t) => {
  assert(words.length >= 50_000, String(words.length));
  /** @type {string[]} */
  const lost = [];
  let fillers = 0;
  for (const [at, word] of words.entries()) {
    const [typed = ''] = search.words(word);
    const stem = forms.get(typed);
    // Stop words are not in the index.
    if (stem === undefined) fillers += 1;
    else if (!articles(posts.get(stem) ?? []).some((number) => addresses[number] === `words-${String(Math.floor(at / IN_ONE)).padStart(4, '0')}/`)) lost.push(word);
  }
  t.diagnostic(`${words.length} words, ${new Set(forms.values()).size} stems; ${fillers} stop words`);
  assert.deepEqual(lost, []);
  assert(fillers < 200, String(fillers));
});

test('the forms of a word find each other', async () => {
  const families = { trust: ['trusted', 'trusting', 'trusts'], forgive: ['forgives', 'forgiving'], apologise: ['apologized', 'apologizing', 'apologised'], counsellor: ['counselors', 'counsellors'], betray: ['betrayed', 'betraying', 'betrays'] };
  for (const [word, others] of Object.entries(families)) {
    const stem = forms.get(word);
    assert(stem, word);
    for (const other of others) assert.equal(forms.get(other), stem, `${word}, ${other}`);
    const { results } = await search.search(word, { most: 30 });
    for (const other of others) {
      const part = Math.floor(words.indexOf(other) / IN_ONE);
      assert(part >= 0, `${other} is in no dictionary`);
      assert(results.some(({ url }) => url === `words-${String(part).padStart(4, '0')}/`), `${word} does not find ${other}`);
    }
  }
});
