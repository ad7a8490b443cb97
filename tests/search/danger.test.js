/**
 * The published weights of danger are what the phrases make of them. What they reach is measured over the guide, see
 * `tests/browser/guide/search.test.js`.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { repository } from '../browser/site.js';
import { weights } from './danger-train.js';

test('the weights of danger are what the phrases make of them', async () => {
  const file = await readFile(path.join(repository, 'src/search/danger-weights.tsv'), 'utf8');
  assert(file === weights(), 'node tests/search/danger-train.js writes them anew');
});
