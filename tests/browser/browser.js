/**
 * Starts Chromium for all tests, and records what a page does while a test uses it.
 *
 * @import { Browser, Page } from 'playwright-core'
 */
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { temporaryFolder } from './site.js';

/** Font families that a test can offer alone, by their folder in TEST_FONTS: one set is wide, the other narrow. */
const families = {
  dejavu: { 'sans-serif': 'DejaVu Sans', serif: 'DejaVu Serif', monospace: 'DejaVu Sans Mono' },
  liberation: { 'sans-serif': 'Liberation Sans', serif: 'Liberation Serif', monospace: 'Liberation Mono' },
};

/** Tests of the layout run with each of these sets: a page must not depend on the fonts of one machine. */
export const fontSets = /** @type {(keyof typeof families)[]} */ (Object.keys(families));

/**
 * A browser that talks to this machine only and knows one set of fonts only, regardless of what is installed. It runs without
 * Chromium's own sandbox, which containers refuse: the pages it sees are ours.
 *
 * The default is Chromium's headless shell: the engine without windows, which takes less than half the processor time.
 * `keepsPages` starts the full browser with its back/forward cache. The shell has no such cache, and Playwright switches
 * it off unless told otherwise.
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
 * Writes a configuration of fontconfig that offers one set of fonts, and returns its path.
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
  // What the system itself uses, which is `system-ui` in a style sheet, is the font of a pattern without a family.
  const fallback = `<match target="pattern"><edit name="family" mode="append_last"><string>${families[fonts]['sans-serif']}</string></edit></match>`;
  const file = path.join(own, 'fonts.conf');
  await writeFile(file, `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>${folder}</dir>` +
    `<cachedir>${own}</cachedir>${aliases.join('')}${fallback}</fontconfig>\n`);
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
    // Leaving a page aborts what it was still fetching, which is not a fault.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') heard.push(`failed: ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`answered ${response.status()}: ${response.url()}`);
  });
  return heard;
}

/**
 * Opens a page that records every breach of its content security policy.
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
 * Parses each of these files in the browser without showing it, and returns what `look` finds in it. That is many times
 * faster than visiting them.
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
 * Waits until a page is loaded and idle: its scripts have by then made every request that they make unasked.
 *
 * @param {Page} page
 */
export async function settled(page) {
  await page.waitForLoadState('load');
  await page.evaluate(() => new Promise((idle) => requestAnimationFrame(() => requestIdleCallback(idle))));
}

/**
 * The `main` element of the open page, and the one that the server sends for the same address now. What scripts show that is
 * hidden without them counts as equal.
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
        request.onload = () => done([document, request.responseXML].map((page) => page?.querySelector('main')?.outerHTML.replaceAll('data-print="" hidden=""', 'data-print=""')));
        request.send();
      }),
  );
}
