/**
 * The guide of this repository, built once for all tests that look at it: `node tests/browser/guide/guide.js FOLDER` builds
 * it into that folder, which TEST_GUIDE then names to the tests. A test file that runs alone builds it for itself.
 */
import path from 'node:path';
import { build, buildInto, repository } from '../site.js';

/** The address at which the guide is published, which its pages, feeds and sitemap give. */
export const base = 'https://example.org/';

/** What it is built with, by the name of its folder. */
const ways = {
  published: ['--base-url', base],
  portable: ['--portable'],
};

/**
 * The folder of the built guide, which no test may change.
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
