/**
 * A site as `mend init` makes it, before its publisher adds anything: the way out, safe browsing, help, the policy and
 * search are there, no page is broken or empty, and machines find nothing against it.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { complaints, launch } from './browser.js';
import { misplaced, violations } from './judge.js';
import { build, pageFiles, program, temporaryFolder } from './site.js';
import { host } from './static-server.js';

const source = await temporaryFolder();
await promisify(execFile)(program, ['init', source]);
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
    assert.match(await help.innerText(), /emergency number of your country/, 'no number is promised that is not there');
    await help.getByRole('link', { name: 'Get help now' }).click();
    await page.getByRole('heading', { level: 1, name: 'Get help now' }).waitFor();
    await page.getByRole('link', { name: 'How to browse safely' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'How to browse safely' }).waitFor();
    await page.close();
  });
}
