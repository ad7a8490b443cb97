/**
 * Writes sites to disk and runs mend on them.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';

/** The repository, which is also the source of the guide. */
export const repository = path.resolve(import.meta.dirname, '../..');

/** The mend program that is tested. */
export const program = process.env['TEST_MEND'] ?? path.join(repository, 'target/release/mend');

/** Complete help data, which a site with a way out needs to be published. */
export const helpData = `default: gb
regions:
  - id: gb
    name: United Kingdom
    emergency: "999"
    contacts:
      - { kind: abuse, name: Line, phone: 0808 2000 247, for: anybody, source: "https://line.example/", checked: never }
      - { kind: crisis, name: Ears, phone: 116 123, for: anybody, source: "https://ears.example/", checked: never }
`;

/** The audiences of a guide for couples. */
export const audienceData = `audiences:
  - { id: hurt, words: the partner who was hurt }
  - { id: broke-trust, words: the partner who broke trust }
  - { id: both, words: "both of you, together or apart", everyone: true, together: true }
`;

/** @type {string[]} */
const folders = [];
process.once('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Creates a folder that is deleted when this process ends. */
export async function temporaryFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'mend-browser-'));
  folders.push(folder);
  return folder;
}

/**
 * Writes files given as `{ 'content/a.md': 'text' }`, as an author's save does.
 *
 * @param {string} folder
 * @param {Record<string, string>} files
 */
export async function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/**
 * Writes files into a new folder that is deleted when this process ends, and returns that folder.
 *
 * @param {Record<string, string>} files
 */
export async function folderWith(files) {
  const folder = await temporaryFolder();
  await write(folder, files);
  return folder;
}

/** @returns {Promise<number>} a port that is free now */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Builds a site into a folder.
 *
 * @param {string} output
 * @param {string} source
 * @param {...string} flags
 */
export async function buildInto(output, source, ...flags) {
  await promisify(execFile)(program, ['build', '--output-dir', output, ...flags], { cwd: source });
}

/**
 * Builds a site into a temporary folder and returns that folder.
 *
 * @param {string} source
 * @param {...string} flags
 */
export async function build(source, ...flags) {
  const output = path.join(await temporaryFolder(), 'site');
  await buildInto(output, source, ...flags);
  return output;
}

/**
 * The output of `mend headers KIND`.
 *
 * @param {string} kind
 */
export async function headers(kind) {
  const { stdout } = await promisify(execFile)(program, ['headers', kind], { cwd: repository });
  return stdout;
}

/**
 * The HTML files of a built site, as paths inside it, sorted.
 *
 * @param {string} output
 */
export async function htmlFiles(output) {
  const names = await readdir(output, { recursive: true });
  return names.filter((name) => name.endsWith('.html')).sort();
}

/**
 * The pages of a built site: its HTML files without the redirects.
 *
 * @param {string} output
 */
export async function pageFiles(output) {
  /** @type {string[]} */
  const pages = [];
  for (const file of await htmlFiles(output)) {
    if (!/http-equiv="?refresh/i.test(await readFile(path.join(output, file), 'utf8'))) pages.push(file);
  }
  if (pages.length === 0) throw new Error(`there are no pages in ${output}`);
  return pages;
}

/**
 * A running preview: `url` ends with a slash, `stop` resolves when the program has ended.
 *
 * @typedef {{ url: string, stop: () => Promise<void> }} Preview
 */

/**
 * Starts the preview of a site and waits until it prints its address. It is stopped at the latest after the test that
 * started it.
 *
 * @param {string} source
 * @param {string} [port]
 * @param {...string} flags
 * @returns {Promise<Preview>}
 */
export async function serve(source, port = '0', ...flags) {
  const child = spawn(program, ['serve', '--port', port, ...flags], { cwd: source, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
  };
  after(stop);

  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const url = await new Promise((found, fail) => {
    createInterface(child.stdout).on('line', (line) => {
      if (/^http:\/\/(localhost|127\.0\.0\.1):\d+\/$/.test(line)) found(line);
    });
    ended.then(([code]) => fail(new Error(`mend serve ended with ${code} before it was ready:\n${said}`)), fail);
  });
  return { url, stop };
}
