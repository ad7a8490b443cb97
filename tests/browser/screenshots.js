/**
 * Takes pictures of every kind of page and of the gallery, for people to look at: `node tests/browser/screenshots.js`, from
 * anywhere. They go into tests/browser/screenshots, which git ignores, as KIND-WIDTH-SCHEME.png, each a whole page. Kinds
 * may be named; without names all are taken. It checks nothing.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launch } from './browser.js';
import { buildGallery } from './gallery.js';
import { guide } from './guide/guide.js';
import { kinds } from './guide/kinds.js';
import { host } from './static-server.js';

const folder = path.join(import.meta.dirname, 'screenshots');
const wanted = process.argv.slice(2);
const widths = [360, 768, 1280];
const schemes = /** @type {const} */ (['light', 'dark']);

await mkdir(folder, { recursive: true });
const home = await host(await guide('published'));
const gallery = `${await host(await buildGallery())}gallery/#path-dark`;
const pages = [...Object.entries(kinds).map(([kind, address]) => [kind, home + address]), ['gallery', gallery]];
const browser = await launch();
for (const colorScheme of schemes) {
  for (const width of widths) {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    for (const [kind = '', address = ''] of pages) {
      if (wanted.length && !wanted.includes(kind)) continue;
      await page.goto(address);
      await page.screenshot({ path: path.join(folder, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
    }
    await page.close();
  }
}
await browser.close();
process.exit();
