/**
 * A page that is read from right to left: code, addresses and grouped numbers keep their own order.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from './browser.js';
import { build, folderWith } from './site.js';

const text = `اكتب \`<slot />\` ثم اتصل 116 123 أو انظر https://example.org/.

\`\`\`
let x = [1, 2];
\`\`\`
`;

const browser = await launch();
after(() => browser.close());

test('code, addresses and numbers are read from left to right on an Arabic page', async () => {
  const folder = await folderWith({
    'site.toml': 'title = "دليل"\nlanguage = "ar"\n',
    'content/a.md': `---\ntitle: الثقة\n---\n\n${text}`,
  });
  const site = await build(folder, '--portable');
  const page = await browser.newPage();
  await page.goto(pathToFileURL(`${site}/a/index.html`).href);
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  const orders = await page.evaluate(() =>
    ['main p code', 'main pre code', 'main p bdi', 'main p a[href^="https"]'].map((selector) => {
      const words = /** @type {Text} */ (document.querySelector(selector)?.firstChild);
      const line = words.data.trimEnd();
      const left = [...line].map((_, at) => {
        const range = document.createRange();
        range.setStart(words, at);
        range.setEnd(words, at + 1);
        return range.getBoundingClientRect().left;
      });
      return { line, isInOrder: left.every((place, at) => at === 0 || place >= left[at - 1]) };
    }),
  );
  assert.deepEqual(orders, [
    { line: '<slot />', isInOrder: true },
    { line: 'let x = [1, 2];', isInOrder: true },
    { line: '116 123', isInOrder: true },
    { line: 'https://example.org/', isInOrder: true },
  ]);
  const [box, words] = await page.evaluate(() => {
    const block = /** @type {Element} */ (document.querySelector('main pre'));
    const range = document.createRange();
    range.selectNodeContents(block);
    return [block.getBoundingClientRect(), range.getBoundingClientRect()].map(({ left, right }) => ({ left, right }));
  });
  assert.ok(words.left - box.left < box.right - words.right, 'a block of code begins at its left');
});
