/**
 * Chromium, started in one place, and what a page did while a test looked at it.
 *
 * @import { Browser, Page } from 'playwright-core'
 */
import { chromium } from 'playwright-core';

/**
 * A browser that talks to this machine only. It runs without Chromium's own sandbox, which containers refuse: the pages
 * it sees are ours.
 *
 * @param {import('playwright-core').LaunchOptions} [options]
 * @returns {Promise<Browser>}
 */
export function launch(options) {
  return chromium.launch({
    ...options,
    executablePath: process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: ['--disable-quic', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
  });
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
