/**
 * What readers take away: a booklet of a reading path, on the screen and on paper, and the archive of the whole guide.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { complaints, launch } from '../browser.js';
import { misplaced, violations } from '../judge.js';
import { faults, print } from '../paper.js';
import { program, repository, temporaryFolder } from '../site.js';

const run = promisify(execFile);
const folder = path.join(await temporaryFolder(), 'Für später');
await mkdir(folder);
const browser = await launch();
after(() => browser.close());

/** Exports into a new file and returns its path. @param {string} name @param {...string} flags */
async function exported(name, ...flags) {
  const file = path.join(folder, name);
  await run(program, ['export', '--quiet', '--as-of', '2026-12-01', '--output', file, ...flags], { cwd: repository });
  return file;
}

test('a booklet has the page about safety first, then the articles of its path, their worksheets, and help', async () => {
  const file = await exported('path.html', '--html', '--path', 'just-found-out');
  const page = await browser.newPage();
  const heard = complaints(page, 'file:');
  await page.goto(pathToFileURL(file).href);
  const titles = await page.locator('.chapter h1').allInnerTexts();
  const steps = /id: just-found-out[\s\S]*?(?=\n {2}- id:)/.exec(await readFile(path.join(repository, 'content/paths.yaml'), 'utf8'))?.[0] ?? '';
  assert.equal(titles[0], 'When it is not safe to rebuild');
  assert.equal(titles[1], 'The first days after you find out');
  assert.equal(titles.at(-1), 'Get help now');
  assert.ok(titles.length >= (steps.match(/- page:/g) ?? []).length + 1);
  assert.deepEqual(await page.locator('.contents-of-booklet li').allInnerTexts(), titles);
  const broken = await page.evaluate(() => {
    const links = [...document.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '');
    return links.filter((link) => (link.startsWith('#') ? !document.getElementById(decodeURIComponent(link.slice(1))) : !/^(https?|tel|sms|mailto):/.test(link)));
  });
  assert.deepEqual(broken, []);
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length, 'no id twice');
  assert.equal(await page.locator('script, nav, button, [src^="http"]').count(), 0);
  assert.deepEqual([...(await violations(page)), ...(await misplaced(page)), ...heard], []);
  await page.close();
});

for (const format of ['A4', 'A5']) {
  test(`on ${format} it prints as a booklet`, async () => {
    const file = await exported(`paper-${format}.html`, '--html', '--path', 'just-found-out', '--name');
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    const { sheets } = await print(page, format);
    assert.match(sheets[0]?.text ?? '', /^Steady Ground I have just found out/);
    assert.ok(sheets.filter((sheet) => !sheet.foot.includes('Steady Ground')).length < sheets.length);
    for (const title of await page.locator('.chapter h1').allInnerTexts()) {
      assert.ok(sheets.some((sheet) => sheet.text.startsWith(title)), `${title} begins a sheet`);
    }
    const other = (await faults(page, format)).filter((fault) => !/% white/.test(fault));
    assert.deepEqual(other, []);
    await page.close();
  });
}

test('a booklet does not say from whom or for whom it is', async () => {
  const text = await readFile(await exported('quiet.html', '--html', '--articles', 'first-days,worksheets/apology-planner', '--large'), 'utf8');
  for (const said of ['Steady Ground</p>', '--foot-name: "Steady', repository, process.env['USER'] ?? repository, 'generator']) assert.ok(!text.includes(said), said);
  const page = await browser.newPage();
  await page.setContent(text);
  const { sheets } = await print(page, 'A4');
  assert.deepEqual(sheets.flatMap((sheet) => sheet.cut), []);
  for (const { foot } of sheets) assert.match(foot, /^Page \d+ of \d+$/);
  await page.close();
});

test('the archive is the same twice, and opens from disk', async () => {
  const [first, second] = [await exported('one.zip', '--zip'), await exported('two.zip', '--zip')];
  assert.deepEqual(await readFile(first), await readFile(second));
  await run('unzip', ['-q', first, '-d', folder]);
  const page = await browser.newPage();
  const heard = complaints(page, 'file:');
  await page.goto(pathToFileURL(path.join(folder, 'Open me.html')).href);
  await page.waitForURL(/pages\/index\.html$/);
  await page.getByRole('link', { name: 'I have just found out' }).first().click();
  await page.waitForURL(/just-found-out\/index\.html$/);
  assert.deepEqual(heard, []);
  await page.close();
});
