/**
 * Readers can narrow a search: by audience, by section, and by the terms of taxonomies that `site.toml` offers for it.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { audienceData, build, folderWith } from '../browser/site.js';
import { engine } from './engine.js';

/** @param {string} front the front matter */
const article = (front) => `---\n${front}\n---\nThe lamp is lit.\n`;

const output = await build(await folderWith({
  'site.toml': 'title = "Lamp"\n[taxonomies]\ntopics = { search = true, title = "All topics" }\nlife-stage = { search = true }\n',
  'content/audiences.yaml': audienceData,
  'content/one/a.md': article('title: A\naudience: [hurt]\ntopics: [Rest, words]\nlife_stage: late\ntags: [t]'),
  'content/one/b.md': article('title: B\ntopics: [rest]'),
  'content/two/c.md': article('title: C\naudience: [hurt]\nlife_stage: late'),
}));
const search = engine(output);

/** @param {import('./engine.js').Options} [options] */
const found = async (options) => (await search.search('lamp', options)).results.map(({ title }) => title).sort();

test('all filters must fit', async () => {
  assert.deepEqual(await found(), ['A', 'B', 'C']);
  assert.deepEqual(await found({ filters: ['/topics/rest/'] }), ['A', 'B']);
  assert.deepEqual(await found({ filters: ['/topics/rest/', '/life-stage/late/'] }), ['A']);
  assert.deepEqual(await found({ filters: ['hurt'] }), ['A', 'C']);
  assert.deepEqual(await found({ filters: ['hurt'], section: 'Two' }), ['C']);
  assert.deepEqual(await found({ filters: ['/tags/t/'] }), []);
});

test('the root names the taxonomies that are offered, with all of their terms', async () => {
  const root = await readFile(path.join(output, 'search/data/root.js'), 'utf8');
  assert.ok(root.includes('"taxonomies":[["Life stage",[["/life-stage/late/","late"]]],["All topics",[["/topics/rest/","Rest"],["/topics/words/","words"]]]]'), root);
});
