/**
 * Feeds and sitemap of the guide, read by other people's parsers, agree with its pages.
 */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { parseAtomFeed } from 'feedsmith';
import { documents, launch } from '../browser.js';
import { base, guide } from './guide.js';
import { pageFiles } from '../site.js';

const output = await guide('published');
const browser = await launch();
after(() => browser.close());
const parser = await browser.newPage();

const feeds = (await readdir(output, { recursive: true })).filter((name) => /(?<!sitemap)\.(xml|atom)$/.test(name)).sort();

/** What each page declares about itself, by its address. */
const pages = new Map((await documents(browser, output, await pageFiles(output), (page) => {
  /** @param {string} selector @param {string} attribute */
  const all = (selector, attribute) => Array.from(page.querySelectorAll(selector), (element) => element.getAttribute(attribute) ?? '');
  return {
    open: !page.querySelector('meta[name=robots][content*=noindex i]'),
    heading: page.querySelector('h1')?.textContent?.trim(),
    canonical: all('link[rel=canonical]', 'href')[0],
    feeds: all('link[rel=alternate][type="application/atom+xml"]', 'href'),
  };
})).map(([file, page]) => [base + file.replace(/(?<=^|\/)index\.html$/, ''), { ...page, open: page.open && file !== '404.html' }]));

/** The addresses of all pages that search engines may list. */
const told = [...pages].filter(([, page]) => page.open).map(([url]) => url).sort();

test('the sitemap lists every open page once, by the address the page gives itself', async () => {
  const entries = await records('sitemap.xml', 'http://www.sitemaps.org/schemas/sitemap/0.9', 'urlset', 'url');
  assert.deepEqual(entries.map(({ loc }) => loc).sort(), told);
  assert.ok(told.length > 50, `${told.length} open pages`);
  for (const url of told) assert.equal(pages.get(url)?.canonical, url);
  for (const { lastmod } of entries) assert.ok(!lastmod || Date.parse(lastmod), `a date: ${lastmod}`);
});

test('pages announce the feeds that exist and no other', () => {
  const announced = new Set([...pages].flatMap(([url, page]) => page.feeds.map((feed) => new URL(feed, url).href)));
  assert.deepEqual([...announced].sort(), feeds.map((name) => base + name).sort());
  assert.ok(feeds.length > 1, 'the site and its sections have feeds');
});

for (const name of feeds) {
  test(`${name} describes articles as their pages do`, async () => {
    await records(name, 'http://www.w3.org/2005/Atom', 'feed', 'entry');
    const feed = parseAtomFeed(await readFile(path.join(output, name), 'utf8'));
    const entries = feed.entries ?? [];
    assert.ok(feed.id && feed.title?.value && Date.parse(feed.updated ?? ''), 'an id, a title and a date');
    assert.ok(feed.links?.some(({ rel, href }) => rel === 'self' && href === base + name), 'its own address');
    assert.ok(feed.authors?.length || entries.every(({ authors }) => authors?.length), 'an author');
    assert.ok(entries.length, 'an entry');
    assert.equal(new Set(entries.map(({ id }) => id)).size, entries.length, 'an id for each entry');
    for (const entry of entries) {
      const url = entry.links?.find(({ rel }) => !rel || rel === 'alternate')?.href ?? '';
      assert.ok(told.includes(url), `an open page: ${url}`);
      assert.equal(entry.title?.value, pages.get(url)?.heading);
      assert.ok(Date.parse(entry.updated ?? ''), `a date: ${entry.updated}`);
    }
  });
}

/**
 * Parses an XML file in the browser, and returns the elements of one name, each as the text of its children.
 *
 * @param {string} name
 * @param {string} namespace
 * @param {string} root
 * @param {string} child
 * @returns {Promise<Record<string, string>[]>}
 */
async function records(name, namespace, root, child) {
  const text = await readFile(path.join(output, name), 'utf8');
  const read = await parser.evaluate(({ text, namespace, child }) => {
    const { documentElement } = new DOMParser().parseFromString(text, 'application/xml');
    const found = documentElement.getElementsByTagNameNS(namespace, child);
    return {
      root: `${documentElement.namespaceURI} ${documentElement.localName}`,
      error: documentElement.querySelector('parsererror')?.textContent,
      records: Array.from(found, (element) =>
        Object.fromEntries(Array.from(element.children, (field) => [field.localName, field.textContent ?? '']))),
    };
  }, { text, namespace, child });
  assert.equal(read.error, undefined);
  assert.equal(read.root, `${namespace} ${root}`);
  return read.records;
}
