/**
 * What search words lead to, and which words a typed one may stand for: a meaning that is in a title, words that sound alike, and forms
 * of common words.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build, temporaryFolder, write } from '../browser/site.js';
import { engine } from './engine.js';

const folder = await temporaryFolder();
await write(folder, {
  'site.toml': 'title = "Meanings"\nlanguage = "en"\n',
  'content/terms.yaml': 'search_words:\n  - when: [mediation, call it a day]\n    means: [who moves out]\n  - when: [arbiter]\n    means: [lamp post]\n',
  'content/moving.md': '# Who moves out, and when\n\nA page about rooms.\n',
  'content/rooms.md': '# Rooms\n\nIt says who moves and what goes out. Move the lamp out.\n',
  'content/street.md': '# Street\n\nThere is a lamp and a post, the whole day. They text, mind and hope.\n',
});
const search = engine(await build(folder), 'en');

/** The addresses that a query finds. @param {string} query */
const found = async (query) => (await search.search(query)).results.map(({ url }) => url);

test('a meaning of several words that is in a title leads to that article alone', async () => {
  assert.deepEqual(await found('mediation'), ['moving/']);
  assert.deepEqual(await found('call it a day'), ['moving/', 'street/'], 'the words themselves are searched for, too');
  assert.deepEqual(await found('arbiter'), ['street/', 'rooms/'], 'a meaning that is in no title is found in texts');
});

test('a word that sounds like the one that is meant finds it', async () => {
  assert.deepEqual(await found('hole'), ['street/']);
  assert.deepEqual((await search.search('hole')).corrected, [], 'the typed word may be meant as well');
});

test('a form of a word finds the others, though it is a common word that no article has', async () => {
  for (const query of ['texted', 'texting', 'hoping', 'hoped']) assert.deepEqual(await found(query), ['street/'], query);
  assert.deepEqual(await found('mine'), [], '"mind" only begins alike');
});
