/**
 * A site made by `mend init`, with only what it asks its publisher to fill in: the way out, safe browsing, help, the
 * content security policy and search work on every page, and the automatic checks find nothing.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { complaints, launch } from './browser.js';
import { misplaced, violations } from './judge.js';
import { build, helpData, pageFiles, program, temporaryFolder, write } from './site.js';
import { host } from './static-server.js';

const source = await temporaryFolder();
await promisify(execFile)(program, ['init', source]);
const settings = await readFile(path.join(source, 'site.toml'), 'utf8');
await write(source, {
  'site.toml': settings.replace('My guide', 'Sleep well').replace('One sentence on whom it is for and how it helps.', 'For those who lie awake.'),
  'content/_index.md': '# Sleep well\n\nStart with [the first article](first-article.md).\n',
  'content/first-article.md': '# Lying awake\n\n## A heading\n\nGet up again. [Back to the home page](_index.md).\n',
  'content/help.yaml': helpData,
});
const output = await build(source);
const home = await host(output);
const browser = await launch();
after(() => browser.close());

for (const file of await pageFiles(output)) {
  test(`${file} looks after its readers`, async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
    const heard = complaints(page, home);
    await page.goto(home + file, { waitUntil: 'load' });
    assert.deepEqual([...(await violations(page)), ...(await misplaced(page)), ...heard], []);
    assert.match((await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')) ?? '', /^default-src 'none'/);
    await page.getByRole('link', { name: 'Emergency: Leave this site' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search this guide' }).waitFor();
    const help = page.getByRole('region', { name: 'If you need help now' });
    assert.match(await help.innerText(), /999/);
    await help.getByRole('link', { name: 'All numbers and regions' }).click();
    await page.getByRole('heading', { level: 1, name: 'Get help now' }).waitFor();
    await page.getByRole('link', { name: 'How to browse safely' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'How to browse safely' }).waitFor();
    await page.close();
  });
}
