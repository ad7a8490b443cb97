/**
 * Search in a page: over HTTP and from disk, under the content security policy, without storing or sending a query. The
 * site is made for these tests; `guide/search.test.js` measures how well search answers in the guide.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { complaints, launch } from './browser.js';
import { audienceData, build, folderWith, helpData, serve } from './site.js';
import { host } from './static-server.js';

/** @param {string} title @param {string} audience @param {string} text @param {string} [front] more front matter */
const article = (title, audience, text, front = '') => `---\ntitle: ${title}\naudience: [${audience}]\n${front}---\n${text}\n`;

const source = await folderWith({
  'site.toml': 'title = "Lamp"\n[urls]\npattern = "flat"\n[taxonomies]\ntopics = { search = true, title = "All topics" }\n',
  'content/audiences.yaml': audienceData,
  'content/help.yaml': helpData,
  'content/_index.md': '---\ntitle: Lamp\n---\nStart with [the first step](steps/step-1.md).\n',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`content/steps/step-${at}.md`,
    article(`Step ${at}`, at % 2 ? 'hurt' : 'broke-trust', `Day ${at}. Trust comes back in small steps.\n\n## Later\n\nWords of the day.`)])),
  'content/edges/boundaries.md': article('Boundaries', 'hurt', 'Boundaries say what you need. A second chance is yours to give.'),
  'content/edges/infidelity.md': article('After infidelity', 'hurt', 'Infidelity hurts. Nobody has to give a second chance.'),
  'content/edges/going-over-it.md': article('Round and round', 'both', 'Going over it again and again wears you out.'),
  'content/edges/drift.md': article('Apart', 'both', 'Slow drift begins at the kettle. Later come:\n\n- the kettle\n- the bread', 'summary: How two people lose touch.\n'),
  'content/edges/forgiveness.md': article('What forgiveness is', 'both', 'To forgive is to let go of a second chance to hurt.', 'topics: [Letting go]\n'),
});
const home = await host(await build(source));
const browser = await launch();
after(() => browser.close());

const page = await browser.newPage();
const heard = complaints(page, home);
await page.goto(home, { waitUntil: 'load' });

test('a slip is corrected, the correction is shown, and nothing that is typed leaves the page', async () => {
  const reader = await browser.newPage();
  const complained = complaints(reader, home);
  /** @type {string[]} */
  const asked = [];
  reader.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  await reader.goto(home, { waitUntil: 'load' });
  const before = await reader.evaluate(() => window.history.length);
  // The word that loads the search is answered, too.
  await reader.keyboard.press('Control+k');
  await reader.keyboard.type('trust');
  await reader.locator('[data-search] [role=status]:not(:empty)').waitFor();
  assert.equal(await reader.locator('[data-search] [role=status]').innerText(), 'The 3 best matches');
  assert.ok(await reader.locator('[data-search] select').first().locator('option').count() > 1);
  await reader.keyboard.press('Escape');
  await reader.keyboard.type('boundries zzyzx my boyfriend hit me');
  await reader.locator('[data-search-pin]').waitFor();
  await reader.locator('[data-search-hit]').first().waitFor();
  assert.match(await reader.locator('[data-search]').innerText(), /Showing results for boundaries/);
  assert.equal(await reader.locator('[data-search] [role=status]').innerText(), 'Numbers to call come first. The 2 best matches');
  await reader.keyboard.press('ArrowDown');
  assert.equal(await reader.evaluate(() => document.activeElement?.matches('[data-search-hit] a')), true);
  await reader.keyboard.press('Escape');
  assert.equal(await reader.locator('#search-input').inputValue(), '');
  assert.equal(await reader.locator('[data-search-hit]').count(), 0);
  assert.equal(reader.url(), home);
  assert.equal(await reader.evaluate(() => window.history.length), before);
  assert.deepEqual(await reader.evaluate(() => [...Object.values(localStorage), ...Object.values(sessionStorage), document.cookie].filter((text) => /boundri|zzyzx|hit me/.test(text))), []);
  assert.deepEqual(asked.filter((url) => /boundri|zzyz|boyf/.test(url)), []);
  assert.deepEqual(complained, []);
});

test('a search without results says so and links to pages', async () => {
  await page.goto(`${home}search/`, { waitUntil: 'load' });
  await page.locator('#search-input').fill('qqqqqqqq');
  await page.getByText('No pages mention qqqqqqqq').waitFor();
  assert.ok((await page.locator('[data-search-results] a').count()) > 2);
});

test('more results come when asked for, and every excerpt marks a word', async () => {
  await page.goto(`${home}search/`, { waitUntil: 'load' });
  await page.locator('#search-input').fill('trust');
  await page.locator('[data-search-hit]').nth(2).waitFor();
  const more = page.locator('#search-input ~ button', { hasText: 'More results' });
  assert.equal(await page.locator('[data-search-hit]').count(), 3);
  await more.click();
  await page.locator('[data-search-hit]').nth(9).waitFor();
  assert.equal(await more.isVisible(), false);
  await page.waitForFunction(() => document.activeElement?.closest('li')?.matches(':nth-child(4)'));
  const marked = page.locator('[data-search-hit]', { has: page.locator('mark', { hasText: /^\p{L}+$/u }) });
  assert.equal(await marked.count(), 10);
});

test('a button for more results is shown only if there are more', async () => {
  await page.goto(`${home}search/`, { waitUntil: 'load' });
  const more = page.locator('#search-input ~ button', { hasText: 'More results' });
  await page.locator('#search-input').fill('boundaries wears forgive');
  await page.locator('[data-search-hit]', { hasText: 'Round and round' }).waitFor();
  assert.equal(await page.locator('[data-search-hit]').count(), 3);
  assert.equal(await more.isVisible(), false);
  await page.locator('#search-input').fill('trust');
  await more.waitFor();
});

test('an excerpt marks words without the full stop behind them', async () => {
  await page.locator('#search-input').fill('small steps');
  await page.locator('[data-search-hit] mark', { hasText: 'steps' }).first().waitFor();
  const marked = await page.locator('[data-search-hit] mark').allInnerTexts();
  assert.deepEqual(marked.filter((text) => /[.,;]/u.test(text)), []);
});

test('a result shows its summary, unless one sentence has all the words', async () => {
  const shown = page.locator('[data-search-hit] > p:not(.search-context)').first();
  const box = page.locator('#search-input');
  await box.fill('drift');
  await shown.filter({ hasText: /^How two people lose touch\.$/ }).waitFor();
  await box.fill('drift kettle');
  await shown.filter({ hasText: /^Slow drift begins at the kettle\.$/ }).waitFor();
  // The items of a list are no sentence.
  await box.fill('kettle bread');
  await shown.filter({ hasText: /^How two people lose touch\.$/ }).waitFor();
});

test('a query of words that every sentence has is not answered', async () => {
  await page.locator('#search-input').fill('what is it');
  await page.getByText('Add a word or two').waitFor();
  assert.equal(await page.locator('[data-search-results] li').count(), 0);
});

test('nothing is said of a question that is half typed', async () => {
  const reader = await browser.newPage();
  await reader.goto(home, { waitUntil: 'load' });
  await reader.keyboard.press('Control+k');
  const said = await reader.locator('[data-search] [role=status]').evaluateHandle((status) => {
    /** @type {string[]} */
    const said = [];
    new MutationObserver(() => said.push(status.textContent ?? '')).observe(status, { childList: true, characterData: true, subtree: true });
    return said;
  });
  await reader.keyboard.type('what do i do about a second chance', { delay: 40 });
  await reader.locator('[data-search-hit]').nth(1).waitFor();
  const all = /** @type {string[]} */ (await said.jsonValue());
  assert.deepEqual(all.filter((text) => !/best match/.test(text)), []);
  await reader.close();
});

test('on a phone the first result is above the keyboard, the box stays where it is, and Enter shows the list', async () => {
  // Half of a small screen: a keyboard takes the rest.
  const phone = await browser.newPage({ viewport: { width: 360, height: 370 }, hasTouch: true, isMobile: true });
  for (const place of ['', 'search/', 'edges/boundaries/']) {
    await phone.goto(new URL(place, home).href, { waitUntil: 'load' });
    // The box is folded on the pages that are no place to search.
    if (place === 'edges/boundaries/') await phone.getByRole('button', { name: 'Search' }).click();
    await phone.locator('#search-input').focus();
    const top = (/** @type {string} */ selector) => phone.locator(selector).first().evaluate((element) => element.getBoundingClientRect().top);
    const before = await top('#search-input');
    await phone.keyboard.type('second chance', { delay: 20 });
    await phone.locator('[data-search-hit]').nth(1).waitFor();
    assert.equal(await top('#search-input'), before, place);
    const bottom = await phone.locator('[data-search-hit] > a').first().evaluate((link) => link.getBoundingClientRect().bottom);
    assert.ok(bottom < 370, `${place}: ${bottom}`);
    assert.ok(await top('[role=search] details:has(select)') > await top('[data-search-hit]'), 'filters are below the results');
    await phone.keyboard.press('Enter');
    await phone.waitForFunction(() => document.activeElement?.matches('[role=search] [role=status]'));
  }
  await phone.close();
});

test('who goes back from a result finds the results again', async () => {
  const reader = await browser.newPage();
  await reader.goto(home, { waitUntil: 'load' });
  await reader.keyboard.press('Control+k');
  await reader.keyboard.type('infidelity');
  await reader.locator('[data-search-hit] > a', { hasText: 'After infidelity' }).click();
  await reader.getByRole('heading', { level: 1, name: 'After infidelity' }).waitFor();
  await reader.goBack();
  if (await reader.evaluate(() => /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType('navigation')[0])?.type !== 'back_forward')) {
    assert.equal(await reader.locator('#search-input').inputValue(), 'infidelity');
    await reader.locator('[data-search-hit]').first().waitFor();
  }
  await reader.evaluate(() => dispatchEvent(new Event('leave')));
  assert.equal(await reader.locator('#search-input').inputValue(), '');
  await reader.close();
});

test('words in quotes stand together in what is found', async () => {
  await page.locator('#search-input').focus();
  await page.waitForFunction(() => 'mendSearch' in window);
  const found = async (/** @type {string} */ query) => page.evaluate(async (query) => (await /** @type {any} */ (window).mendSearch.search(query)).count, query);
  assert(await found('second chance') > 1);
  assert.equal(await found('"chance second"'), 0);
  const { results } = await page.evaluate(() => /** @type {any} */ (window).mendSearch.search('“going over it”'));
  assert.match(results[0].url, /going-over-it/);
});

test('an author sees why a page is found, a reader does not', async () => {
  assert.equal(await page.locator('[data-search-why]').count(), 0);
  const preview = await serve(source);
  const author = await browser.newPage();
  await author.goto(preview.url, { waitUntil: 'load' });
  await author.keyboard.press('Control+k');
  await author.keyboard.type('infedelity');
  const why = author.locator('[data-search-hit]').first().locator('[data-search-why]');
  await why.locator('summary').click();
  assert.match(await why.innerText(), /infidelity \(slip\): [\d+]+ × [\d.]+/);
  await author.close();
});

test('search works from disk', async () => {
  const folder = await build(source, '--portable');
  const disk = await browser.newPage();
  const start = pathToFileURL(folder + path.sep).href;
  const complained = complaints(disk, start);
  await disk.goto(`${start}search/index.html`, { waitUntil: 'load' });
  await disk.locator('#search-input').fill('forgive');
  const hit = disk.locator('[data-search-hit] > a', { hasText: 'What forgiveness is' });
  await hit.click();
  await disk.getByRole('heading', { level: 1, name: 'What forgiveness is' }).waitFor();
  assert.deepEqual(complained, []);
});

test('the policy lets no other script in', async () => {
  const refused = await page.evaluate(() => {
    try {
      document.createElement('script').src = 'search/data/other.js';
      return false;
    } catch {
      return true;
    }
  });
  assert(refused);
});

test('a search is narrowed by a term of a taxonomy', async () => {
  const reader = await browser.newPage();
  await reader.goto(home, { waitUntil: 'load' });
  await reader.keyboard.press('Control+k');
  await reader.keyboard.type('second chance');
  await reader.locator('[data-search-hit]').nth(1).waitFor();
  await reader.getByText('Narrow down').click();
  const topics = reader.getByRole('combobox', { name: 'All topics' });
  assert.deepEqual(await topics.locator('option').allInnerTexts(), ['All topics', 'Letting go']);
  await topics.selectOption('Letting go');
  await reader.locator('[data-search-hit]').nth(1).waitFor({ state: 'detached' });
  assert.deepEqual(await reader.locator('[data-search-hit] > a').allInnerTexts(), ['What forgiveness is']);
  await topics.selectOption('All topics');
  await reader.locator('[data-search-hit]').nth(1).waitFor();
  await reader.close();
});

test('the page reported no fault during these tests', () => assert.deepEqual(heard.filter((line) => !line.includes('TrustedScriptURL')), []));
