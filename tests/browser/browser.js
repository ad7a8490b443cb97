/**
 * Chromium, started in one place, and what a page did while a test looked at it.
 *
 * @import { Browser, Page } from 'playwright-core'
 */
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { temporaryFolder } from './site.js';

/** Families of letters that a test can offer alone, by the folder of TEST_FONTS they lie in: wide ones and narrow ones. */
const families = {
  dejavu: { 'sans-serif': 'DejaVu Sans', serif: 'DejaVu Serif', monospace: 'DejaVu Sans Mono' },
  liberation: { 'sans-serif': 'Liberation Sans', serif: 'Liberation Serif', monospace: 'Liberation Mono' },
};

/** What tests of the layout run with, one after the other: a page must not need the letters of one machine. */
export const fontSets = /** @type {(keyof typeof families)[]} */ (Object.keys(families));

/**
 * A browser that talks to this machine only and knows one set of fonts only, whatever is installed. It runs without
 * Chromium's own sandbox, which containers refuse: the pages it sees are ours.
 *
 * By default it is Chromium's headless shell: the engine without windows, which needs less than half the processor time.
 * With `keepsPages` it is the whole browser as people have it, which keeps pages for the way back; Playwright switches that
 * off otherwise, and the shell cannot do it.
 *
 * @param {{ fonts?: keyof typeof families, keepsPages?: boolean }} [options]
 * @returns {Promise<Browser>}
 */
export async function launch({ fonts = 'liberation', keepsPages = false } = {}) {
  const whole = process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({
    executablePath: keepsPages ? whole : process.env['TEST_HEADLESS_SHELL'] ?? whole,
    ...(keepsPages && { ignoreDefaultArgs: ['--disable-back-forward-cache'] }),
    chromiumSandbox: false,
    args: ['--disable-quic', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
    env: { ...process.env, FONTCONFIG_FILE: await fontConfiguration(fonts) },
  });
}

/**
 * A configuration of fontconfig that offers one family.
 *
 * @param {keyof typeof families} fonts
 */
async function fontConfiguration(fonts) {
  const top = process.env['TEST_FONTS'];
  if (!top) throw new Error('TEST_FONTS must name the folder that tests/run unpacks fonts into');
  const folder = path.join(top, fonts);
  await access(folder);
  const own = await temporaryFolder();
  const aliases = Object.entries(families[fonts]).map(([generic, family]) =>
    `<alias><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`);
  const file = path.join(own, 'fonts.conf');
  await writeFile(file, `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${folder}</dir>` +
    `<cachedir>${own}</cachedir>${aliases.join('')}</fontconfig>\n`);
  return file;
}

/**
 * Collects what must not happen on a page: console errors (Chromium reports every breach of a content security policy as
 * one), uncaught exceptions, and requests that fail or leave `home`, with which every address of the site begins.
 *
 * @param {Page} page
 * @param {string} home
 * @returns {string[]} grows as the page goes on
 */
export function complaints(page, home) {
  /** @type {string[]} */
  const heard = [];
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`exception: ${error}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(home)) heard.push(`request outside the site: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    // A page that is left gives up what it was still fetching, and that is no fault of it.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') heard.push(`failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`answered ${response.status()}: ${response.url()}`);
  });
  return heard;
}

/**
 * A page that tells of every breach of its policy.
 *
 * @param {Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @returns {Promise<{ context: import('playwright-core').BrowserContext, page: Page, breaches: string[] }>} breaches grow
 *   as the page goes on
 */
export async function watched(browser, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  after(() => context.close());
  /** @type {string[]} */
  const breaches = [];
  await context.exposeBinding('breach', ({ page }, what) => breaches.push(`${page.url()}: ${what}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      /** @type {any} */ (window)['breach'](`${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return { context, page: await context.newPage(), breaches };
}

/**
 * What `look` finds in each of these files, read as a document and not shown: many times faster than visiting them all.
 *
 * @template Found
 * @param {Browser} browser
 * @param {string} folder
 * @param {string[]} files
 * @param {(document: Document) => Found} look runs in the browser; addresses are known as written only
 * @returns {Promise<[string, Found][]>}
 */
export async function documents(browser, folder, files, look) {
  const page = await browser.newPage();
  /** @type {[string, Found][]} */
  const found = [];
  for (const file of files) {
    const text = await readFile(path.join(folder, file), 'utf8');
    const document = await page.evaluateHandle((text) => new DOMParser().parseFromString(text, 'text/html'), text);
    found.push([file, /** @type {Found} */ (await document.evaluate(look))]);
    await document.dispose();
  }
  await page.close();
  return found;
}

/**
 * Waits until an open page has nothing left to do: what its scripts ask for by themselves has been asked for by then.
 *
 * @param {Page} page
 */
export async function settled(page) {
  await page.waitForLoadState('load');
  await page.evaluate(() => new Promise((idle) => requestAnimationFrame(() => requestIdleCallback(idle))));
}

/**
 * The main part of the open page, and that of the page which the server has at its address now.
 *
 * @param {Page} page
 * @returns {Promise<(string | undefined)[]>}
 */
export function mains(page) {
  return page.evaluate(
    () =>
      new Promise((done) => {
        const request = new XMLHttpRequest();
        request.open('GET', location.href);
        request.responseType = 'document';
        request.onload = () => done([document, request.responseXML].map((page) => page?.querySelector('main')?.outerHTML));
        request.send();
      }),
  );
}
