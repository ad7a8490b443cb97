/**
 * One page of every kind at every width: nothing is wider than the screen, nothing overlaps, lines have a good length,
 * axe-core finds nothing, and the bar never covers what has the focus.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fontSets, launch } from '../browser.js';
import { colourRules, lineLengths, misplaced, restyle, unseenFocus, violations, widerText } from '../judge.js';
import { kinds } from './kinds.js';
import { guide } from './guide.js';
import { host } from '../static-server.js';

/** @type {{ name: string, width: number, style?: string }[]} */
const screens = [
  { name: '320', width: 320 },
  { name: '360', width: 360 },
  { name: '768', width: 768 },
  { name: '1280', width: 1280 },
  { name: 'text at 200 %', width: 1280, style: 'html { font-size: 200% }' },
  { name: 'wider text', width: 320, style: widerText },
];

const output = await guide('published');
const home = await host(output);
const browser = await launch();
after(() => browser.close());

for (const fonts of fontSets) {
  test(`nothing is too wide or overlaps, and lines have a good length, with the fonts ${fonts}`, async () => {
    const lettered = await launch({ fonts });
    after(() => lettered.close());
    const page = await lettered.newPage();
    /** @type {string[]} */
    const found = [];
    /** How long lines are, by the width of the screen. @type {Record<number, number[]>} */
    const lengths = { 768: [], 1280: [] };
    for (const [kind, address] of Object.entries(kinds)) {
      await page.goto(home + address);
      for (const { name, width, style } of screens) {
        await page.setViewportSize({ width, height: 800 });
        await restyle(page, style ?? '');
        found.push(...(await misplaced(page)).map((what) => `${kind}, ${name}: ${what}`));
        if (!style) lengths[width]?.push(...(await lineLengths(page)));
      }
    }
    assert.deepEqual(found, []);
    for (const [width, all] of Object.entries(lengths)) {
      all.sort((one, two) => one - two);
      // A line may be short before a long word, or long where letters are narrow; nine in ten must fit.
      const part = (/** @type {number} */ share) => all[Math.floor(share * (all.length - 1))] ?? 0;
      assert.ok(all.length > 300 && part(0.2) >= 45 && part(0.9) <= 75 && part(1) < 85, `${width}: ${[0.2, 0.5, 0.9, 1].map(part)}`);
    }
  });
}

for (const [kind, address] of Object.entries(kinds)) {
  test(`${kind}: axe-core finds nothing in light, in dark and with forced colours, and the focus is always seen`, async () => {
    const page = await browser.newPage({ viewport: { width: 768, height: 800 }, colorScheme: 'light' });
    await page.goto(home + address);
    const found = await violations(page);
    for (const scheme of /** @type {const} */ ([{ colorScheme: 'dark' }, { forcedColors: 'active' }])) {
      await page.emulateMedia(scheme);
      found.push(...(await violations(page, { only: colourRules })).map((what) => `${JSON.stringify(scheme)}: ${what}`));
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    await page.setViewportSize({ width: 360, height: 640 });
    found.push(...(await unseenFocus(page)));
    await page.close();
    assert.deepEqual(found, []);
  });
}
