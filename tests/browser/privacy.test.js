/**
 * A site sends and stores nothing about its readers. Also the pages about that: help by region, and safe browsing.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { complaints, documents, launch, watched } from './browser.js';
import { exitHost, siteWithExit, sourceWithExit } from './exit-host.js';
import { build, folderWith, helpData, pageFiles, serve } from './site.js';
import { host } from './static-server.js';

const source = await sourceWithExit();
const output = await siteWithExit(await exitHost());
const home = await host(output);
const browser = await launch();
after(() => browser.close());

test('a breach of the policy is blocked and reported', async () => {
  const { page, breaches } = await watched(browser);
  await page.goto(home);
  const thrown = await page.evaluate(() => {
    const paragraph = document.createElement('p');
    paragraph.setAttribute('style', 'color: red');
    document.body.append(paragraph);
    try {
      paragraph.innerHTML = '<b>text</b>';
    } catch (error) {
      return String(error);
    }
    return 'nothing';
  });
  assert.match(thrown, /TypeError/);
  await page.waitForFunction(() => document.querySelector('p[style]'));
  assert.ok(breaches.some((breach) => breach.includes('style-src')), String(breaches));
});

test('the preview keeps the same policy, and its own script keeps to it', async () => {
  const { url } = await serve(source);
  const { page, breaches } = await watched(browser);
  const heard = complaints(page, url);
  const response = await page.goto(url);
  const meta = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.equal(await response?.headerValue('content-security-policy'), `${meta}; frame-ancestors 'none'`);
  assert.equal(await response?.headerValue('referrer-policy'), 'no-referrer');
  await page.goto(`${url}help/`);
  assert.deepEqual([...heard, ...breaches], []);
});

test('from disk, pages keep their policy and work', async () => {
  const { page, breaches } = await watched(browser);
  const folder = await build(source, '--portable');
  await page.goto(String(pathToFileURL(path.join(folder, 'help/index.html'))));
  await page.getByRole('navigation', { name: 'Where are you?' }).getByRole('link', { name: 'United States' }).waitFor();
  await page.getByRole('link', { name: 'How to browse safely' }).first().click();
  await page.getByRole('button', { name: 'Forget what is saved on this device' }).waitFor();
  assert.deepEqual(breaches, []);
});

test('a link that was followed looks like any other', async () => {
  const { page } = await watched(browser);
  await page.goto(home);
  // A browser does not tell a page which links were followed. It gives these a colour of its own unless a style sheet gives all
  // links one, and another unless no rule asks for it.
  const { rules, unstyled } = await page.evaluate(() => ({
    rules: [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)),
    unstyled: [...document.links].filter((link) => getComputedStyle(link).color === 'rgb(0, 0, 238)').map((link) => link.href),
  }));
  assert.ok(rules.length > 100 && rules.some((rule) => /^a \{[^}]*color:/.test(rule)), 'the rules of the theme');
  assert.deepEqual(rules.filter((rule) => rule.includes(':visited')), []);
  assert.deepEqual(unstyled, []);
});

describe('help', () => {
  const choice = (/** @type {import('playwright-core').Page} */ page, /** @type {string} */ name) =>
    page.getByRole('navigation', { name: 'Where are you?' }).getByRole('link', { name });

  test('is shown for the region a reader chooses, and nothing is stored', async () => {
    const { page } = await watched(browser);
    await page.goto(`${home}help/`);
    assert.ok(await page.getByText('Ears').first().isVisible());
    await choice(page, 'United States').click();
    assert.ok(await page.getByText('Life line').last().isVisible());
    assert.ok(!(await page.getByRole('heading', { name: 'United Kingdom' }).isVisible()));
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, location.search, location.hash]), [0, 0, '', '']);
    assert.equal(await choice(page, 'United States').getAttribute('aria-current'), 'true');
    await page.close();
    const next = await browser.newPage();
    await next.goto(`${home}help/`);
    assert.equal(await choice(next, 'United Kingdom').getAttribute('aria-current'), 'true');
  });

  test('is shown for the region that a link leads to, with and without JavaScript', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const { page } = await watched(browser, { javaScriptEnabled });
      for (const part of ['help-us', 'help-us-crisis']) {
        await page.goto(`${home}help/#${part}`);
        await page.getByText('Life line').last().waitFor();
        assert.ok(await page.locator(`#${part}`).isVisible(), part);
      }
      if (javaScriptEnabled) assert.equal(await choice(page, 'United States').getAttribute('aria-current'), 'true');
    }
  });

  test('says who has been checked and who has not', async () => {
    const { page } = await watched(browser);
    await page.goto(`${home}help/`);
    const entry = (/** @type {string} */ name) => page.locator('.contacts > li', { hasText: name }).innerText();
    assert.match(await entry('0808 200 0247'), /Last checked: 31 January 2026/);
    assert.match(await entry('116 123'), /Not confirmed/);
  });

  test('without JavaScript unfolds every region', async () => {
    const { page } = await watched(browser, { javaScriptEnabled: false });
    await page.goto(`${home}help/`);
    assert.ok(await page.getByText('Ears').first().isVisible());
    await page.locator('summary', { hasText: 'United States' }).click();
    assert.ok(await page.getByText('Life line').last().isVisible());
  });
});

describe('safe browsing', () => {
  test('is one step from every page, and off paper', async () => {
    const links = await documents(browser, output, await pageFiles(output), (page) => page.querySelector('.safety-strip a')?.getAttribute('href'));
    for (const [file, link] of links) assert.equal(new URL(link ?? '', home + file).href, `${home}safe-browsing/`, file);
    const { page } = await watched(browser);
    await page.goto(home);
    await page.emulateMedia({ media: 'print' });
    assert.ok(!(await page.locator('.safety-strip').isVisible()));
  });

  test('says what stays after leaving, as the site is set', async () => {
    const { page } = await watched(browser);
    const texts = [];
    for (const settings of ['', '[privacy]\ntitles = "page"\n']) {
      const folder = await folderWith({
        'site.toml': `title = "A guide"\n[exit]\nurl = "https://exit.example/"\nback_guard = ${!settings}\n${settings}`,
        'content/help.yaml': helpData,
        'content/one.md': '---\ntitle: One\nsafety: [abuse]\n---\nText.\n',
      });
      const site = await host(await build(folder));
      await page.goto(`${site}one/`);
      const title = await page.title();
      await page.goto(`${site}safe-browsing/`);
      texts.push({ title, text: await page.locator('main').innerText() });
    }
    const [discreet, open] = texts;
    for (const { text } of texts) {
      assert.match(text, /holding down its Back button lists the pages[^]*opens its tabs again later[^]*close the tab/);
    }
    assert.deepEqual(texts.map(({ title }) => title), ['A guide', 'One – A guide']);
    assert.match(discreet?.text ?? '', /the history shows the name of this site[^]*the tab remembers that you have left/);
    assert.doesNotMatch(open?.text ?? '', /the history shows the name|the tab remembers/);
  });

  test('can have everything forgotten, and says so', async () => {
    const { page } = await watched(browser);
    await page.goto(`${home}safe-browsing/`);
    await page.evaluate(() => {
      localStorage.setItem('a', '1');
      sessionStorage.setItem('b', '2');
    });
    await page.getByRole('button', { name: 'Forget what is saved on this device' }).click();
    await page.getByRole('status').filter({ hasText: 'keeps nothing on this device' }).waitFor();
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
  });

  test('without JavaScript says how to do it by hand', async () => {
    const { page } = await watched(browser, { javaScriptEnabled: false });
    await page.goto(`${home}safe-browsing/`);
    assert.equal(await page.getByRole('button').count(), 0);
    assert.ok(await page.getByText('open your browser’s settings').isVisible());
  });
});

describe('a notice', () => {
  test('follows "In short", precedes everything else, and is near the top of a small screen', async () => {
    const { page } = await watched(browser, { viewport: { width: 320, height: 640 } });
    await page.goto(`${home}one/`);
    const order = await page.locator('.prose > *').evaluateAll((parts) => parts.slice(0, 2).map((part) => part.className));
    assert.deepEqual(order, ['block block-in-short', 'help-card']);
    const notice = page.getByRole('note', { name: 'If you need help now' });
    assert.match(await notice.innerText(), /can both say no without fear[\s\S]*999/);
    const link = await notice.getByRole('link', { name: 'All numbers' }).boundingBox();
    assert.ok(link && link.y < 2 * 640, JSON.stringify(link));
    await page.emulateMedia({ media: 'print' });
    assert.ok(await notice.isVisible());
  });
});
