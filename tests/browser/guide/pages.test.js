/**
 * Every page of the guide in a real browser: it loads, keeps to its content security policy, stores nothing, fits a small
 * screen, passes axe-core except for colours, and is valid HTML.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { complaints, documents, launch, watched } from '../browser.js';
import { colourRules, violations } from '../judge.js';
import { guide } from './guide.js';
import { htmlFiles, pageFiles, repository, temporaryFolder } from '../site.js';
import { host } from '../static-server.js';

/** The screens each page is shown on: dark at the smallest width of WCAG (1.4.10), then wide and light. */
const [narrow, wide] = /** @type {const} */ ([
  { width: 320, height: 640, colorScheme: 'dark' },
  { width: 1280, height: 800, colorScheme: 'light' },
]);

const output = await guide('published');
const home = await host(output);
const pages = await pageFiles(output);
const browser = await launch();
after(() => browser.close());

const { page, breaches } = await watched(browser, { colorScheme: narrow.colorScheme });
const heard = complaints(page, home);

for (const file of pages) {
  test(`${file} fits a wide and a narrow screen, keeps to its policy and stores nothing`, async () => {
    await page.emulateMedia({ colorScheme: narrow.colorScheme });
    await page.setViewportSize(narrow);
    const response = await page.goto(home + file, { waitUntil: 'load' });
    const found = await overflow(page);
    // Colours come from the theme: `look.test.js` judges them on every kind of page, and `gallery.test.js` on every component.
    found.push(...(await violations(page, { without: colourRules })));
    if (response?.status() !== 200) found.push(`answered ${response?.status()}`);
    if ((await page.locator('h1').count()) !== 1) found.push('has not exactly one h1');
    await page.emulateMedia({ colorScheme: wide.colorScheme });
    await page.setViewportSize(wide);
    found.push(...(await overflow(page)).map((what) => `${wide.width} pixels wide: ${what}`));
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    if (String(kept) !== '0,0,') found.push(`keeps ${kept}`);
    found.push(...heard.splice(0), ...breaches.splice(0));
    assert.deepEqual(found, []);
  });
}

test('every page has a title of its own unless it is discreet, and the same navigation in the same order', async () => {
  const looked = await documents(browser, output, pages, (page) => {
    const texts = (/** @type {string} */ which) => Array.from(page.querySelectorAll(which), (found) => found.textContent?.trim());
    return {
      title: page.title,
      // The current page is text instead of a link, but has the same words.
      ways: texts('.skip, .exit a, .safety-strip a, .menu a, .site-footer nav a').join(' | '),
      numbers: Array.from(page.querySelectorAll('a[href^="tel:"]'), (link) => [link.getAttribute('href'), link.textContent]),
    };
  });
  // The title of pages with a notice is the site's, and that of sheets says only that they are sheets, so that tabs and history
  // do not tell what was read.
  const content = path.join(repository, 'content');
  const discreet = ['help', 'safe-browsing'];
  for (const name of await readdir(content, { recursive: true })) {
    if (name.endsWith('.md') && /^(safety: \[|discreet: true)/m.test(await readFile(path.join(content, name), 'utf8'))) discreet.push(path.basename(name, '.md'));
  }
  assert.ok(discreet.length > 30, `${discreet}`);
  /** @type {Map<string, string>} */
  const titles = new Map();
  for (const [file, { title, numbers }] of looked) {
    if (discreet.some((name) => file.split('/').includes(name))) assert.equal(title, file.startsWith('worksheets/') ? 'Worksheet' : 'Steady Ground', file);
    else {
      assert.equal(titles.get(title), undefined, `${file}: ${title}`);
      titles.set(title, file);
    }
    assert.ok(numbers.length > 0, file);
    for (const [url, text] of numbers) assert.equal(url, `tel:${text?.replace(/[^\d+]/g, '')}`, `${file}: a number is dialled as it is read`);
  }
  const kinds = new Set(looked.map(([, { ways }]) => ways));
  assert.equal(kinds.size, 1, [...kinds].join('\n'));
});

const sheets = pages.filter((name) => /^worksheets\/[^/]+\//.test(name));

test('there are worksheets to print', () => assert.ok(sheets.length > 5, `${sheets}`));

test('the card for one day has five lines, and says nothing of what happened', async () => {
  const page = await browser.newPage();
  await page.goto(`${home}worksheets/just-today/`);
  const lines = await page.locator('.hand-card .prose li').allInnerTexts();
  assert.equal(lines.length, 5);
  const seen = `${await page.title()} ${await page.locator('h1').innerText()} ${lines.join(' ')}`;
  assert.doesNotMatch(seen, /trust is|partner|affair|cheat|abuse|Steady Ground/i);
  await page.close();
});

for (const file of sheets) {
  test(`${file} prints on two sides of one piece of paper`, async () => {
    const page = await browser.newPage();
    await page.goto(home + file, { waitUntil: 'load' });
    const sheet = path.join(await temporaryFolder(), 'sheet.pdf');
    for (const format of ['A4', 'Letter']) {
      await page.pdf({ format, path: sheet });
      const { stdout } = await promisify(execFile)('pdfinfo', [sheet]);
      assert.ok(Number(/Pages:\s+(\d+)/.exec(stdout)?.[1]) <= 2, `${format}: ${stdout}`);
    }
    await page.close();
  });
}

test('the Nu HTML checker has nothing to say about any page', async () => {
  const checker = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
  const flags = ['--stdout', '--Werror', '--skip-info-messages', '--exit-zero-always'];
  const addresses = (await htmlFiles(output)).map((file) => home + file);
  // By address and not by file, because it also checks the content security policy, and a file has no 'self'. The flag
  // allows it to open addresses of this machine.
  const { stdout, stderr } = await promisify(execFile)(
    'java',
    ['-Dnu.validator.servlet.allow-forbidden-hosts=true', '-jar', checker, ...flags, ...addresses],
    { maxBuffer: 1 << 26 },
  );
  assert.equal((stdout + stderr).replaceAll(home, ''), '');
});

/**
 * The elements that make a page scroll sideways.
 *
 * @param {import('playwright-core').Page} page
 */
function overflow(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return Array.from(document.querySelectorAll('body *'))
      .filter((element) => element.getBoundingClientRect().right > room)
      .map((element) => `too wide: ${element.outerHTML.slice(0, 120)}`);
  });
}
