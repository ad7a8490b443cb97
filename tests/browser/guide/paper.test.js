/**
 * The guide on paper: every page printed on A4, and some of each kind on other paper, in large letters, and by a practice.
 * Chromium prints them to PDF, and the sheets are measured.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch } from '../browser.js';
import { faults, print } from '../paper.js';
import { build, folderWith, helpData, pageFiles } from '../site.js';
import { host } from '../static-server.js';
import { guide } from './guide.js';
import { kinds } from './kinds.js';

const output = await guide('published');
const home = await host(output);
const browser = await launch();
after(() => browser.close());

/** The pages that readers print, of each kind one. */
const printed = ['article', 'timeline', 'safety', 'glossary', 'worksheet', 'faq', 'help'].map((kind) => String(kinds[kind]));

test('every page fills its A4 sheets, and keeps together what belongs together', async () => {
  const page = await browser.newPage();
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const file of await pageFiles(output)) {
    await page.goto(home + file.replace(/index\.html$/, ''));
    const wrong = await faults(page, 'A4');
    if (wrong.length > 0) found[file] = wrong;
  }
  await page.close();
  assert.deepEqual(found, {});
});

for (const format of ['Letter', 'A5']) {
  test(`so do pages of every kind on ${format}`, async () => {
    const page = await browser.newPage();
    /** @type {Record<string, string[]>} */
    const found = {};
    for (const address of printed) {
      await page.goto(home + address);
      const wrong = await faults(page, format);
      if (wrong.length > 0) found[address] = wrong;
    }
    await page.close();
    assert.deepEqual(found, {});
  });
}

test('a link of the page makes large print, without a script', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const address of printed) {
    await page.goto(home + address);
    await page.getByRole('link', { name: 'Large print' }).click();
    const { sheets } = await print(page, 'A4');
    assert.deepEqual(sheets.flatMap((sheet) => sheet.cut), [], address);
    await page.emulateMedia({ media: 'print' });
    const small = await page.evaluate(() => {
      const shown = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility() && !element.matches('sup, sup *, .visually-hidden'));
      const says = shown.filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()));
      return says.filter((element) => parseFloat(getComputedStyle(element).fontSize) < 24).map((element) => `${element.localName}.${element.className}: ${element.textContent?.trim().slice(0, 30)}`);
    });
    assert.deepEqual(small, [], address);
    await page.emulateMedia({ media: null });
  }
  await context.close();
});

test('a button prints, and the foot then has the day', async () => {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    window.print = () => Object.assign(window, { printed: true });
  });
  await page.goto(home + kinds['article']);
  await page.getByRole('button', { name: 'Print this page' }).click();
  assert.equal(await page.evaluate(() => Reflect.get(window, 'printed')), true);
  const { sheets } = await print(page, 'A4');
  assert.match(sheets[0]?.foot ?? '', /^Steady Ground Printed on \d+ \w+ \d{4} · Page 1 of \d$/);
  await page.close();
  const without = await browser.newContext({ javaScriptEnabled: false });
  const plain = await without.newPage();
  await plain.goto(home + kinds['article']);
  assert.equal(await plain.getByRole('button').count(), 0);
  await without.close();
});

test('nothing on a worksheet says whose it is or where it is from', async () => {
  const page = await browser.newPage();
  await page.goto(home + kinds['worksheet']);
  const { sheets } = await print(page, 'A4', { displayHeaderFooter: true });
  for (const { text, foot } of sheets) {
    assert.doesNotMatch(text + foot, /Steady Ground|127\.0\.0\.1|apology-planner/);
    assert.match(foot, /^Printed on/);
  }
  await page.close();
});

test('a practice is named at the foot of every sheet, with its line, and the address is at the top', async () => {
  const source = await folderWith({
    'site.toml': 'title = "A guide"\nbase_url = "https://lamp.example/guide/"\nexit.url = "https://news.example"\nstyle.print.address = true\n' +
      '[practice]\nname = "Lamp Street \\"L\\""\nphone = "01632 960 000"\nhandout_footer = "We cannot answer at night. Call 999."\n',
    'content/help.yaml': helpData,
    'content/long.md': `# A long read\n\n${'Words that fill a line or two of a sheet of paper, and more. '.repeat(5).concat('\n\n').repeat(30)}`,
  });
  const page = await browser.newPage();
  await page.goto(`${await host(await build(source, '--base-url', 'https://lamp.example/guide/'))}long/`);
  assert.deepEqual(await faults(page, 'A4'), []);
  const { sheets } = await print(page, 'A4');
  assert.ok(sheets.length > 1);
  for (const { foot } of sheets) assert.match(foot, /Lamp Street "L".*We cannot answer at night\. Call 999\./);
  assert.match(sheets[0]?.text ?? '', /^A guide lamp\.example\/guide\/long\/ A long read/);
  await page.close();
});
