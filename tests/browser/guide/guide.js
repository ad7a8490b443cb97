/**
 * The guide of this repository, built once for all tests of it: `node tests/browser/guide/guide.js FOLDER` builds it there,
 * and TEST_GUIDE passes that folder to the tests. A test file that runs without TEST_GUIDE builds the guide for itself.
 */
import path from 'node:path';
import { build, buildInto, repository } from '../site.js';

/** The address under which the guide is built, for its feeds, its sitemap and canonical links. */
export const base = 'https://example.org/';

/** The flags of each build, by the name of its folder. */
const ways = {
  published: ['--base-url', base],
  portable: ['--portable'],
};

/**
 * The folder of the built guide. No test may change it.
 *
 * @param {keyof typeof ways} way
 */
export function guide(way) {
  const folder = process.env['TEST_GUIDE'];
  return folder ? path.join(folder, way) : build(repository, ...ways[way]);
}

if (process.argv[1] === import.meta.filename) {
  const [, , folder] = process.argv;
  if (!folder) throw new Error('node tests/browser/guide/guide.js FOLDER');
  await Promise.all(Object.entries(ways).map(([way, flags]) => buildInto(path.join(folder, way), repository, ...flags)));
}
