/**
 * A site with a way out, and the host that the way out leads to, which records its requests and can delay its answers.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after } from 'node:test';
import { build, folderWith, htmlFiles } from './site.js';

/** The address in the configuration, which must be https; the built pages get the one of this host instead. */
const written = 'https://weather.example/';

const help = `default: gb
regions:
  - id: gb
    name: United Kingdom
    emergency: "999"
    contacts:
      - { kind: abuse, name: Line, phone: 0808 200 0247, for: anyone, source: "https://line.example/", checked: 2026-01-31 }
      - { kind: crisis, name: Ears, phone: 116 123, for: anyone, source: "https://ears.example/", checked: never }
  - id: us
    name: United States
    emergency: "911"
    contacts:
      - { kind: abuse, name: Hot line, phone: 1-800-799-7233, for: anyone, source: "https://line.example/", checked: never }
      - { kind: crisis, name: Life line, phone: "988", for: anyone, source: "https://ears.example/", checked: never }
`;

/** Enough text to scroll in. */
const long = 'Words that take up room on the page. '.repeat(40);

/**
 * The host that the way out leads to.
 *
 * @typedef {object} ExitHost
 * @property {string} url
 * @property {import('node:http').IncomingHttpHeaders[]} requests the headers of every request so far
 * @property {() => Promise<unknown>} asked resolves when the next request has been answered
 * @property {{ answer: 'page' | 'nothing' | 'never' }} mood what it answers: a page; that there is nothing to show, which
 *   leaves the browser where it is; or not at all
 */

/** @returns {Promise<ExitHost>} */
export async function exitHost() {
  /** @type {import('node:http').IncomingHttpHeaders[]} */
  const requests = [];
  /** @type {ExitHost['mood']} */
  const mood = { answer: 'page' };
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    requests.push(request.headers);
    if (mood.answer === 'page') response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Weather</title><p>Rain later');
    if (mood.answer === 'nothing') response.writeHead(204).end();
    server.emit('answered');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  // The site is served from 127.0.0.1; another host name makes this a different site for the browser.
  return { url: `http://localhost:${port}/`, requests, mood, asked: () => once(server, 'answered') };
}

/**
 * The source of a small site with a way out.
 *
 * @param {string} [settings] lines for `[exit]`
 * @returns {Promise<string>} the folder
 */
export async function sourceWithExit(settings = '') {
  const source = await folderWith({
    'site.toml': `title = "A guide"\n[exit]\nurl = "${written}"\n${settings}\n[markdown]\nraw_html = "allow"\n`,
    'content/help.yaml': help,
    'content/_index.md': '---\ntitle: A guide\n---\n[one](one.md)\n',
    'content/one.md': `---\ntitle: One\nsafety: [abuse, couples-work]\n---\n> [!in-short]\n> - A point.\n\n[two](two.md)\n\n## First\n\n${long}\n\n## Last\n\n${long}\n`,
    'content/two.md': `---\ntitle: Two\n---\nABC and [one](one.md)\n\n${long}\n\n<textarea aria-label="Notes"></textarea>\n`,
  });
  return source;
}

/**
 * Builds that site and makes its way out lead to a host of this machine.
 *
 * @param {ExitHost} exit
 * @param {string} [settings] lines for `[exit]`
 * @returns {Promise<string>} the folder
 */
export async function siteWithExit(exit, settings) {
  const folder = await build(await sourceWithExit(settings));
  for (const name of await htmlFiles(folder)) {
    const file = path.join(folder, name);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(written, exit.url));
  }
  return folder;
}
