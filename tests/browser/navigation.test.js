/**
 * Navigation within a page and to its neighbours: contents, the way to the section, path boxes, and tables that are wider
 * than the screen. The site is made for these tests, so that they do not change with the guide.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch } from './browser.js';
import { violations } from './judge.js';
import { audienceData, build, folderWith, helpData } from './site.js';
import { host } from './static-server.js';

const long = Array.from({ length: 12 }, (_, at) => `Paragraph ${at}. Words that fill some lines of the page, so that it is longer than the screen.\n\n`).join('');
const table = '| When | What often happens | What helps then | What does not | Who can help |\n|---|---|---|---|---|\n| at night | thoughts that go in circles | a cup of tea | more questions | a friend |\n\n';
/** @param {string} title @param {string} [text] */
const article = (title, text = 'Words.\n') => `---\ntitle: ${title}\n---\n${text}`;

const files = {
  'site.toml': 'title = "Lamp"\n[urls]\npattern = "flat"\n[exit]\nurl = "https://exit.example/"\n',
  'content/audiences.yaml': audienceData,
  'content/help.yaml': helpData,
  'content/paths.yaml': 'paths:\n  - id: dark\n    title: When it is dark\n    audience: hurt\n    summary: Two pages.\n    steps:\n      - {page: first, text: Begin.}\n      - {page: second, text: Rest.}\n',
  'content/rooms/first.md': article('First', `${long}## At night\n\n${table}${long}${table}## \`code\` and a "quote"\n\n${long}## At night\n\n${long}`),
  'content/rooms/second.md': article('Second', '## One\n\nWords.\n\n## Two\n\nWords.\n'),
  'content/rooms/third.md': article('Third'),
  'content/alone/only.md': article('Only'),
  ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`content/many/m${at}.md`, article(`Many ${at}`)])),
};

const source = await folderWith(files);
const home = await host(await build(source));
const browser = await launch();
after(() => browser.close());

/**
 * Opens a page of the site in a context of its own, which is closed after the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {string} address
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
async function open(t, address, options) {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(home + address);
  return page;
}

for (const viewport of [{ width: 360, height: 640 }, { width: 1280, height: 800 }]) {
  test(`every link of the contents leads to its heading, below the bar, by keyboard: ${viewport.width} pixels`, async (t) => {
    const page = await open(t, 'first/', { viewport });
    const contents = page.getByRole('navigation', { name: 'On this page' });
    const names = ['At night', 'code and a “quote”', 'At night'];
    for (const [at, name] of names.entries()) {
      // Folded on a small screen; on a larger one it is open and has no button.
      const fold = contents.locator('summary');
      if (await fold.isVisible() && !(await contents.locator('details').getAttribute('open') !== null)) {
        await fold.focus();
        await page.keyboard.press('Enter');
      }
      const link = contents.getByRole('link').nth(at);
      assert.equal(await link.textContent(), name);
      await link.focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector(':target'));
      const place = await page.evaluate(() => {
        const heading = document.querySelector(':target')?.getBoundingClientRect();
        const bar = document.querySelector('.exit a')?.getBoundingClientRect();
        return { top: heading?.top ?? 0, bottom: heading?.bottom ?? 0, bar: bar?.bottom ?? 0, height: innerHeight };
      });
      assert.ok(place.top >= place.bar && place.bottom <= place.height, JSON.stringify(place));
    }
    assert.equal(page.url(), `${home}first/#at-night-1`, 'the last one is the second of its name');
  });
}

test('landmarks are told apart by name', async (t) => {
  const page = await open(t, 'first/');
  assert.deepEqual(await violations(page, { only: ['landmark-unique', 'scrollable-region-focusable'] }), []);
});

test('contents are listed for three headings or more, and an article ends with its neighbours and the way to its section', async (t) => {
  const page = await open(t, 'second/');
  assert.equal(await page.getByRole('navigation', { name: 'On this page' }).count(), 0);
  const neighbours = page.getByRole('navigation', { name: 'Previous and next' });
  assert.deepEqual(await neighbours.getByRole('link').allTextContents(), ['First', 'Third']);
  await neighbours.getByRole('link', { name: 'Third' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Third' }).waitFor();
  assert.equal(await neighbours.getByRole('link', { name: 'Second' }).getAttribute('rel'), 'prev');
  await page.getByRole('link', { name: 'All pages in this part: Rooms' }).click();
  assert.equal(page.url(), `${home}rooms/`);
});

test('a path goes on below the article, also for a reader who has been to another place of the page, and nothing contradicts it', async (t) => {
  const page = await open(t, 'first/#path-dark', { viewport: { width: 360, height: 640 } });
  const box = page.getByRole('navigation', { name: 'Reading path: When it is dark' });
  const onward = page.getByRole('navigation', { name: 'Next on this path: When it is dark' });
  const neighbours = page.getByRole('navigation', { name: 'Previous and next' });
  const isOnPath = async () => assert.ok((await box.isVisible()) && (await onward.isVisible()) && (await neighbours.isHidden()));
  await isOnPath();
  assert.deepEqual(await onward.getByRole('link').allTextContents(), ['Second']);
  await page.locator('.skip').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${home}first/#main`);
  await isOnPath();
  await page.locator('.contents summary').click();
  await page.locator('.contents a').first().click();
  assert.ok(await page.locator('#at-night').isVisible());
  await isOnPath();
  await onward.getByRole('link', { name: 'Second' }).click();
  await page.getByText('Step 2 of 2').waitFor();
  await page.getByRole('navigation', { name: 'The last page of this path: When it is dark' }).getByRole('link', { name: 'See all its pages again' }).click();
  await page.getByRole('heading', { level: 1, name: 'When it is dark' }).waitFor();
});

test('without the script a path goes on below the article, too, until another place of the page is asked for', async (t) => {
  const page = await open(t, 'first/#path-dark', { javaScriptEnabled: false });
  const onward = page.getByRole('navigation', { name: 'Next on this path: When it is dark' });
  assert.ok(await onward.isVisible());
  await page.locator('.contents a').first().click();
  assert.ok(await onward.isHidden());
  assert.ok(await page.getByRole('navigation', { name: 'Previous and next' }).isVisible());
});

test('a wide table scrolls in a box of its own, which has a name and takes the keyboard', async (t) => {
  const page = await open(t, 'first/', { viewport: { width: 320, height: 640 } });
  const boxes = page.getByRole('region', { name: /^Table: / });
  assert.deepEqual(await boxes.evaluateAll((all) => all.map((box) => box.getAttribute('aria-label'))), ['Table: At night', 'Table: At night 2']);
  const first = boxes.first();
  assert.ok(await first.evaluate((box) => box.scrollWidth > box.clientWidth), 'the table is wider than the screen');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is not');
  await first.focus();
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => (document.querySelector('.table')?.scrollLeft ?? 0) > 0);
  assert.ok(await first.evaluate((box) => box === document.activeElement));
});
