/**
 * The simplest host of a built site: serves the files of a folder over HTTP on this machine, compressed if the client
 * accepts that, and 404.html for other addresses.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { after } from 'node:test';
import { gzipSync } from 'node:zlib';

/** @type {Record<string, string>} */
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
};

/**
 * Serves the folder until the tests of the file are over.
 *
 * @param {string} folder
 * @param {(bytes: number) => unknown} [sends] told of each body that is about to be sent, which waits for what comes back
 * @returns {Promise<string>} the address, with a slash at its end
 */
export async function host(folder, sends = () => {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const name = decodeURIComponent(pathname).replace(/\/$/, '/index.html');
    const file = path.join(folder, name);
    const type = types[path.extname(file)] ?? 'application/octet-stream';
    const packed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    /** @param {number} status @param {string} type @param {Buffer} body */
    const answer = async (status, type, body) => {
      const headers = { 'content-type': type, ...(packed && { 'content-encoding': 'gzip' }) };
      const sent = packed ? gzipSync(body) : body;
      await sends(sent.length);
      response.writeHead(status, headers).end(sent);
    };
    const body = await readFile(file).catch(() => undefined);
    if (body) await answer(200, type, body);
    else await answer(404, 'text/html; charset=utf-8', await readFile(path.join(folder, '404.html')).catch(() => Buffer.from('')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://127.0.0.1:${address.port}/`;
}
