/**
 * The guide as a place to find one's way in: the choices of its home page, the end of its articles, its reading paths, the
 * lists for its readers, and how one recognises it. What is on the first screen of an article is for another file.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { documents, launch } from '../browser.js';
import { kinds } from './kinds.js';
import { guide } from './guide.js';
import { pageFiles } from '../site.js';
import { host } from '../static-server.js';

const output = await guide('published');
const home = await host(output);
const pages = await pageFiles(output);
const browser = await launch();
after(() => browser.close());

for (const viewport of [{ width: 360, height: 740 }, { width: 1280, height: 800 }]) {
  test(`the home page says one sentence and offers five choices, each a link as a whole, safety first: ${viewport.width} pixels`, async () => {
    const page = await browser.newPage({ viewport });
    await page.goto(home);
    const found = await page.evaluate(() => {
      const rows = [...document.querySelectorAll('.prose li:has(> strong:first-child > a)')];
      const link = (/** @type {Element} */ row) => row.querySelector('a');
      // Points near each corner and in the middle of a row.
      const misses = rows.filter((row) => {
        row.scrollIntoView({ block: 'center' });
        const { left, top, right, bottom } = row.getBoundingClientRect();
        const places = [[left + 4, top + 4], [right - 4, top + 4], [left + 4, bottom - 4], [right - 4, bottom - 4], [(left + right) / 2, (top + bottom) / 2]];
        return places.some(([x = 0, y = 0]) => document.elementFromPoint(x, y)?.closest('a') !== link(row));
      });
      scrollTo(0, 0);
      const first = rows[0]?.getBoundingClientRect();
      const before = [...document.querySelectorAll('main p, main h2')].filter((words) => words.compareDocumentPosition(/** @type {Node} */ (rows[0])) === Node.DOCUMENT_POSITION_FOLLOWING);
      return {
        count: rows.length,
        misses: misses.map((row) => row.textContent),
        lowest: Math.min(...rows.map((row) => row.getBoundingClientRect().height)),
        safety: link(/** @type {Element} */ (rows[0]))?.getAttribute('href'),
        bottom: first?.bottom ?? 0,
        before: before.map((words) => words.textContent?.trim()),
      };
    });
    assert.equal(found.count, 5);
    assert.deepEqual(found.misses, []);
    assert.ok(found.lowest >= 44, `${found.lowest}`);
    assert.equal(found.safety, 'when-it-is-not-safe/');
    assert.ok(found.bottom < viewport.height, `safety ends at ${found.bottom}`);
    assert.equal(found.before.length, 1, found.before.join(' | '));
    assert.equal(found.before[0]?.match(/[.?!](\s|$)/g)?.length, 1, found.before[0]);
    await page.close();
  });
}

test('on the home page no label leads to two places', async () => {
  const [[, links] = ['', []]] = await documents(browser, output, ['index.html'], (page) =>
    [...page.querySelectorAll(':is(main, header, footer) a:not([hidden] a)')].map((link) => [link.textContent?.trim() ?? '', link.getAttribute('href') ?? '']));
  /** @type {Map<string, Set<string>>} */
  const places = new Map();
  for (const [label = '', place = ''] of links) places.set(label, (places.get(label) ?? new Set()).add(place));
  const twice = [...places].filter(([, targets]) => targets.size > 1);
  assert.ok(places.size > 20);
  assert.deepEqual(twice.map(([label]) => label), []);
});

test('below an article are at most three related pages, to which it does not lead already, and its sources are folded with their number', async () => {
  const looked = await documents(browser, output, pages, (page) => {
    const links = (/** @type {string} */ which) => [...page.querySelectorAll(which)].map((link) => link.getAttribute('href')?.split('#')[0]);
    const notes = page.querySelector('.evidence-notes');
    const headings = [...page.querySelectorAll('.prose h2')].map((heading) => heading.textContent?.trim());
    return {
      isArticle: page.body.classList.contains('is-article'),
      related: links('main > .part a'),
      others: links('.article .prose a, .pager a, .path-onward a'),
      last: headings.at(-1),
      folded: notes === null || notes.querySelector(':scope > details:not([open])') !== null,
      counted: notes?.querySelector('summary')?.textContent?.match(/\d+/)?.[0],
      notes: notes?.querySelectorAll('li[id]').length,
      reasons: /both (mention|link)|also about|link here/.test(page.querySelector('main')?.textContent ?? ''),
    };
  });
  const articles = looked.filter(([, { isArticle }]) => isArticle);
  const found = articles.flatMap(([file, article]) => [
    article.related.length > 3 && `${file}: ${article.related.length} related pages`,
    ...article.related.map((link) => article.others.includes(link) && `${file}: ${link} twice`),
    !article.folded && `${file}: its sources are not folded`,
    article.notes !== undefined && Number(article.counted) !== article.notes && `${file}: ${article.counted} of ${article.notes} sources`,
    article.reasons && `${file}: a reason of a program`,
  ]);
  assert.deepEqual(found.filter(Boolean), []);
  const withNext = articles.filter(([, { last }]) => last === 'What you could do next');
  const withRelated = articles.filter(([, { related }]) => related.length > 0);
  assert.ok(withNext.length > 35 && withRelated.length > 35, `${withNext.length}, ${withRelated.length}`);
});

for (const javaScriptEnabled of [true, false]) {
  test(`a mark in the text opens the folded sources, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
    const page = await browser.newPage({ javaScriptEnabled });
    await page.goto(`${home}first-days/`);
    const notes = page.locator('.evidence-notes li');
    assert.ok(await notes.first().isHidden());
    await page.locator('.prose sup a').first().click();
    await notes.first().waitFor();
    await page.close();
  });
}

test('every reading path can be walked from the end of one page to the next, and nothing there names another next page', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(`${home}paths/`);
  const paths = await page.locator('main .links > li > a').evaluateAll((links) => links.map((link) => /** @type {HTMLAnchorElement} */ (link).href));
  assert.ok(paths.length >= 5);
  for (const path of paths) {
    await page.goto(path);
    const steps = await page.locator('.path-steps a').evaluateAll((links) => links.map((link) => /** @type {HTMLAnchorElement} */ (link).href));
    await page.locator('.path-steps a').first().click();
    for (const [at, step] of steps.entries()) {
      await page.waitForURL(step);
      assert.deepEqual(await page.locator('.pager:visible').count(), 0, `${step}: the neighbours in the section`);
      const onward = page.locator('.path-onward:visible');
      assert.equal(await onward.count(), 1, step);
      // The way on stands below the words, with nothing between but when they were reviewed.
      const below = await onward.evaluate((box) => box.getBoundingClientRect().top - (document.querySelector('.prose')?.getBoundingClientRect().bottom ?? 0));
      assert.ok(below >= 0 && below < 100, `${step}: ${below}`);
      if (at + 1 < steps.length) await onward.locator('.after a').click();
      else assert.equal(await onward.locator('.after a').count(), 0, step);
    }
  }
  await page.close();
});

test('the number of a step is beside the first line of its link', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 740 } });
  await page.goto(`${home}paths/just-found-out/`);
  const places = await page.locator('.path-steps > li').evaluateAll((items) => items.map((item) => {
    const link = /** @type {Element} */ (item.querySelector('a'));
    return { lines: link.getClientRects().length, display: getComputedStyle(link).display, gap: link.getBoundingClientRect().top - item.getBoundingClientRect().top };
  }));
  // A number is set on the first line of a block, and on the last line of a box inside a line.
  assert.deepEqual(places.filter(({ display, gap }) => display !== 'block' || gap > 1), []);
  await page.close();
});

test('the list for an audience begins with its paths and follows the sections, without pages about the guide', async () => {
  const [[, sections] = ['', []]] = await documents(browser, output, ['index.html'], (page) => [...page.querySelectorAll('.rooms a')].map((link) => link.textContent?.trim() ?? ''));
  assert.ok(sections.length > 4);
  const lists = pages.filter((file) => /^for\/[^/]+\/index\.html$/.test(file));
  const looked = await documents(browser, output, lists, (page) => ({
    titles: [...page.querySelectorAll('main h2')].map((title) => title.textContent?.trim() ?? ''),
    links: [...page.querySelectorAll('main .links a')].map((link) => link.getAttribute('href') ?? ''),
  }));
  assert.equal(looked.length, 3);
  for (const [file, { titles: [paths, ...groups], links }] of looked) {
    assert.equal(paths, 'Reading paths', file);
    assert.deepEqual(groups, [...sections.filter((section) => groups.includes(section)), 'Worksheets'], file);
    assert.deepEqual(links.filter((link) => /\/(about|editorial-policy|faq)\//.test(link)), [], file);
    assert.equal(new Set(links).size, links.length, file);
  }
});

test('every kind of page has the mark before the name, on a tinted ground', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme: 'light' });
  for (const [kind, address] of Object.entries(kinds)) {
    await page.goto(home + address);
    const seen = await page.evaluate(() => {
      const mark = document.querySelector('.site-title .mark');
      const header = /** @type {Element} */ (document.querySelector('.site-header'));
      const style = getComputedStyle(header);
      const of = (/** @type {string} */ name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      return { width: mark?.getBoundingClientRect().width ?? 0, hidden: mark?.getAttribute('aria-hidden'), ground: style.borderImageSource, band: of('--band'), paper: of('--paper') };
    });
    assert.ok(seen.width >= 20, kind);
    assert.equal(seen.hidden, 'true', kind);
    assert.ok(seen.band !== seen.paper && seen.ground.includes('gradient'), `${kind}: ${seen.ground}`);
  }
  await page.close();
});

test('drawings are large and in two colours on articles, sections and paths, and follow dark, forced colours and paper', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  for (const address of ['talking-about-it/', 'repair/', 'paths/just-found-out/']) {
    await page.goto(home + address);
    const drawing = page.locator('main .drawing').first();
    const look = () => drawing.evaluate((svg) => {
      const tint = /** @type {Element} */ (svg.querySelector('.tint'));
      return { width: svg.getBoundingClientRect().width, line: getComputedStyle(svg).stroke, fill: getComputedStyle(tint).fill };
    });
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', media: 'screen' });
    const light = await look();
    assert.ok(light.width >= 200, `${address}: ${light.width}`);
    assert.ok(light.fill !== light.line && light.fill !== 'none', address);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await look();
    assert.ok(dark.fill !== light.fill && dark.line !== light.line, address);
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    assert.equal((await look()).fill, 'none', address);
    await page.emulateMedia({ forcedColors: 'none', media: 'print' });
    assert.ok(await drawing.isHidden(), `${address} on paper`);
  }
  await page.close();
});

test('a page with several lists of steps has one count and one switch', async () => {
  const page = await browser.newPage();
  await page.goto(`${home}steps-to-rebuild-trust/`);
  const lists = await page.locator('.block-steps').count();
  const steps = await page.locator('input[data-step]').count();
  assert.ok(lists > 1, `${lists} lists`);
  assert.equal(await page.getByText(/\d+ of \d+ done/).count(), 1);
  await page.locator('input[data-step]').first().check();
  await page.locator('input[data-step]').last().check();
  await page.getByText(`2 of ${steps} done`).waitFor();
  await page.close();
});

test('what a word means opens below its paragraph, and the sentence stays whole', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  let tried = 0;
  for (const address of ['forgiveness/', 'talking-about-it/', 'setbacks/', 'affairs/']) {
    await page.goto(home + address);
    const terms = page.locator('.prose button.term');
    for (let at = 0; at < (await terms.count()); at += 1) {
      const term = terms.nth(at);
      const height = () => term.evaluate((word) => word.closest('p, li, td, dd')?.querySelector(':scope > .term-panel') ? 0 : word.closest('p')?.getBoundingClientRect().height ?? 0);
      const before = await height();
      await term.click();
      assert.equal(await height(), before, `${address}: ${await term.textContent()}`);
      assert.ok(await page.locator('.term-panel:visible').isVisible());
      tried += 1;
    }
  }
  assert.ok(tried > 3, `${tried} words`);
  await page.close();
});

test('the glossary has letters that lead to its words, and folds what belongs to a word', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(`${home}glossary/`);
  const letters = page.getByRole('navigation', { name: 'Letters' }).getByRole('link');
  assert.ok((await letters.count()) > 5);
  const letter = (await letters.last().textContent()) ?? '';
  await letters.last().click();
  assert.ok(await page.getByRole('heading', { level: 2, name: letter, exact: true }).evaluate((heading) => heading.matches(':target')));
  const height = await page.evaluate(() => (document.querySelector('main')?.getBoundingClientRect().height ?? 0) / innerHeight);
  assert.ok(height < 13, `${height} screens`);
  await page.close();
});
