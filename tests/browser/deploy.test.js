/**
 * `mend deploy` on a real storage server, that of rclone, which checks signatures. A proxy between the two records the requests, and
 * refuses, cuts or garbles them. What lies in the bucket is read from rclone's disk, so no program of mend says what is online.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, request as ask } from 'node:http';
import path from 'node:path';
import { after, test } from 'node:test';
import { buildInto, folderWith, freePort, helpData, program, temporaryFolder, write } from './site.js';

const rclone = process.env['TEST_RCLONE'];
const keys = { AWS_ACCESS_KEY_ID: 'KEYID', AWS_SECRET_ACCESS_KEY: 'hidden-key' };

/** @typedef {{ method: string, name: string, headers: import('node:http').IncomingHttpHeaders }} Seen */
/** @typedef {(seen: Seen, count: number) => number | 'cut' | undefined} Act what to answer instead of the server; nothing to pass it on */

/** How long the storage server remembers what lies in a folder, in milliseconds. */
const remembers = 100;

/** Waits until the storage server sees what was written to its disk behind its back. */
const seenByServer = () => new Promise((resolve) => setTimeout(resolve, 2 * remembers));

/** The storage server, and the proxy before it. */
const storage = await temporaryFolder();
const serverPort = await freePort();
assert.ok(rclone, 'TEST_RCLONE names the program rclone');
const server = spawn(rclone, ['serve', 's3', '--addr', `127.0.0.1:${serverPort}`, '--auth-key', `${keys.AWS_ACCESS_KEY_ID},${keys.AWS_SECRET_ACCESS_KEY}`, '--vfs-cache-mode', 'off', '--dir-cache-time', `${remembers}ms`, storage], { stdio: 'ignore' });
/** @type {Seen[]} */
let seen = [];
/** @type {Act} */
let act = () => undefined;
const proxy = createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname).replace(/^\/[^/]+\/?/, '');
  const one = { method: request.method ?? '', name, headers: request.headers };
  seen.push(one);
  const answer = act(one, seen.length);
  if (answer === 'cut') return void request.socket.destroy();
  if (answer) {
    request.resume();
    request.on('end', () => response.writeHead(answer).end());
    return;
  }
  const passed = ask({ port: serverPort, method: request.method, path: request.url, headers: request.headers }, (from) => {
    response.writeHead(from.statusCode ?? 0, from.headers);
    from.pipe(response);
  });
  passed.on('error', () => response.destroy());
  request.pipe(passed);
}).listen(0, '127.0.0.1');
await once(proxy, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (proxy.address());
after(async () => {
  proxy.close();
  proxy.closeAllConnections();
  server.kill();
  await once(server, 'exit');
});
for (;;) {
  try {
    await fetch(`http://127.0.0.1:${serverPort}/`);
    break;
  } catch {
    assert.equal(server.exitCode, null, 'rclone runs');
  }
}

let buckets = 0;

/** @returns {Promise<{ name: string, folder: string }>} a new bucket, and where it lies on disk */
async function newBucket() {
  const name = `bucket-${++buckets}`;
  const folder = path.join(storage, name);
  await mkdir(folder);
  await seenByServer();
  return { name, folder };
}

/** @param {string} to @param {string} more */
const settings = (to, more = '') =>
  `title = "Lamp"\n[search]\nenabled = false\n[exit]\nurl = "https://exit.example/"\n[deploy.live]\nto = "${to}"\nendpoint = "http://127.0.0.1:${port}"\n${more}`;

/** @param {string} title @param {string} text */
const article = (title, text) => `---\ntitle: ${title}\nsummary: About it.\n---\n${text}\n`;

const before = {
  'content/help.yaml': helpData,
  'content/_index.md': article('Lamp', 'See [one](one.md).'),
  'content/one.md': article('One', 'This leads to [two](two.md).'),
  'content/two.md': article('Two', 'Words, and [one](one.md).'),
  'content/old.md': article('Old', 'Words.'),
  'static/ß +&.txt': 'A name.',
};
const afterwards = {
  ...before,
  'content/one.md': article('One', 'This leads to [new](new.md).'),
  'content/new.md': article('New', 'See [newer](newer.md), and ![a dot](dot.svg).'),
  'content/newer.md': article('Newer', 'See [new](new.md).'),
  'content/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
};

/**
 * A published site.
 *
 * @param {string} config
 * @param {Record<string, string>} files
 */
async function published(config, files) {
  const folder = await folderWith({ 'site.toml': config, ...files });
  await buildInto(path.join(folder, 'public'), folder);
  return folder;
}

/**
 * Runs `mend deploy`.
 *
 * @param {string} site
 * @param {string[]} flags
 * @param {Record<string, string>} environment
 */
async function deploy(site, flags = [], environment = keys) {
  seen = [];
  const child = spawn(program, ['deploy', '--root', site, ...flags], { env: { PATH: process.env['PATH'], ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, data] = ['', ''];
  child.stderr.on('data', (text) => (said += text));
  child.stdout.on('data', (text) => (data += text));
  running = child;
  const [code] = await once(child, 'close');
  return { code, said, data };
}

/** @type {import('node:child_process').ChildProcess | undefined} the deployment that runs now */
let running;

/** @param {string} folder */
async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return names.filter((name) => !name.startsWith('.mend')).sort();
}

/** @param {string} one @param {string} other */
async function sameFiles(one, other) {
  const names = await files(one);
  assert.deepEqual(await files(other), names);
  for (const name of names) assert.ok((await readFile(path.join(one, name))).equals(await readFile(path.join(other, name))), name);
}

/** @param {string} kind */
const sent = (kind) => seen.filter(({ method, name }) => method === kind && !name.includes('.mend/')).map(({ name }) => name);

/**
 * Follows every link and every file that a page needs, from the home page on, as a reader could.
 *
 * @param {string} folder
 * @param {string} when
 */
async function everythingLeadsSomewhere(folder, when) {
  const waiting = ['index.html'];
  const known = new Set(waiting);
  for (let name = waiting.pop(); name; name = waiting.pop()) {
    const text = await readFile(path.join(folder, name), 'utf8').catch(() => assert.fail(`${when}: ${name} is missing`));
    for (const [, address = ''] of text.matchAll(/(?:href|src)="([^"#?:]+)[^":]*"/g)) {
      const found = new URL(address, `http://x/${name}`).pathname.slice(1);
      const file = decodeURIComponent(found === '' || found.endsWith('/') ? `${found}index.html` : found);
      if (known.has(file)) continue;
      known.add(file);
      if (file.endsWith('.html')) waiting.push(file);
      else await stat(path.join(folder, file)).catch(() => assert.fail(`${when}: ${name} needs ${file}`));
    }
  }
  return known.size;
}

test('a site goes online, and again only as far as it has changed', async () => {
  const { name, folder } = await newBucket();
  const site = await published(settings(`s3://${name}`), before);
  const public_ = path.join(site, 'public');
  const rehearsed = await deploy(site, ['--dry-run']);
  assert.deepEqual([rehearsed.code, sent('PUT'), sent('DELETE')], [0, [], []], rehearsed.said);
  const first = await deploy(site);
  assert.equal(first.code, 0, first.said);
  assert.deepEqual(rehearsed.data.trim().split('\n').sort(), sent('PUT').map((file) => `upload ${file}`).sort());
  await sameFiles(public_, folder);
  const page = seen.find((one) => one.name === 'one/index.html');
  assert.deepEqual([page?.headers['content-type'], page?.headers['cache-control']], ['text/html; charset=utf-8', 'no-cache']);
  const style = seen.find((one) => /^assets\/style\..*\.css$/.test(one.name));
  assert.equal(style?.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.ok(!(await readFile(path.join(folder, '.mend/record'), 'utf8')).includes('html'), 'the record names no page');
  assert.match((await deploy(site)).said, /up to date/);
  assert.ok(seen.every(({ method }) => method === 'GET'), 'nothing is written');

  await write(site, { 'content/two.md': article('Two', 'Another word, and [one](one.md).') });
  await buildInto(public_, site);
  const changed = await deploy(site, ['--format', 'json']);
  const report = JSON.parse(changed.data);
  assert.deepEqual([report.uploaded, report.removed], [['two/index.html'], []]);
  assert.deepEqual(sent('PUT'), ['two/index.html']);
  await sameFiles(public_, folder);
});

test('what left the site stays for one deployment; what mend did not put there stays for ever', async () => {
  const { name, folder } = await newBucket();
  const site = await published(settings(`s3://${name}/guide`), before);
  assert.equal((await deploy(site)).code, 0);
  const guide = path.join(folder, 'guide');
  await write(guide, { 'foreign.txt': 'x' });
  await seenByServer();
  await rm(path.join(site, 'content/old.md'));
  await buildInto(path.join(site, 'public'), site);
  assert.match((await deploy(site)).said, /1 file left the site and stays online/);
  assert.ok((await files(guide)).includes('old/index.html'));
  await write(site, { 'content/two.md': article('Two', 'More, and [one](one.md).') });
  await buildInto(path.join(site, 'public'), site);
  assert.equal((await deploy(site)).code, 0);
  assert.deepEqual(sent('DELETE'), ['guide/old/index.html']);
  assert.deepEqual(await files(guide), [...(await files(path.join(site, 'public'))), 'foreign.txt'].sort());
});

test('killed at any request, it leaves every page whole, and the next run finishes', { timeout: 300_000 }, async () => {
  const first = await newBucket();
  const config = settings(`s3://${first.name}`);
  const old = await published(config, before);
  const site = await published(config, afterwards);
  assert.equal((await deploy(old)).code, 0);
  /** A new bucket that holds the old site. */
  const oldSite = async () => {
    const { name, folder } = await newBucket();
    await cp(first.folder, folder, { recursive: true });
    await seenByServer();
    return { folder, environment: { ...keys, MEND_DEPLOY__LIVE__TO: `s3://${name}` } };
  };
  const whole = await oldSite();
  assert.equal((await deploy(site, [], whole.environment)).code, 0);
  const requests = seen.length;
  assert.ok(requests > 15, `${requests} requests`);
  for (let at = 1; at <= requests; at++) {
    const { folder, environment } = await oldSite();
    act = (_, count) => {
      if (count < at) return undefined;
      running?.kill('SIGKILL');
      return 'cut';
    };
    const { code, said } = await deploy(site, [], environment);
    act = () => undefined;
    assert.equal(code, null, `request ${at}: killed, not ${said}`);
    assert.ok((await everythingLeadsSomewhere(folder, `killed at request ${at}`)) > 5);
    const again = await deploy(site, ['--take-over'], environment);
    assert.equal(again.code, 0, `request ${at}: ${again.said}`);
    for (const file of await files(path.join(site, 'public'))) {
      const [here, there] = [path.join(site, 'public', file), path.join(folder, file)];
      assert.ok((await readFile(here)).equals(await readFile(there)), `request ${at}: ${file}`);
    }
  }
});

test('a busy or broken connection costs time, and no file', async () => {
  const { name, folder } = await newBucket();
  const site = await published(settings(`s3://${name}`), before);
  let trouble = 0;
  act = (_, count) => (count % 7 === 0 ? (trouble++ % 2 ? 503 : 'cut') : undefined);
  const { code, said } = await deploy(site);
  act = () => undefined;
  assert.equal(code, 0, said);
  assert.ok(trouble > 2, `${trouble} requests failed`);
  await sameFiles(path.join(site, 'public'), folder);
});

test('a provider that knows no conditions is used without them', async () => {
  const { name, folder } = await newBucket();
  const site = await published(settings(`s3://${name}`), before);
  act = ({ headers }) => (headers['if-none-match'] ? 501 : undefined);
  const { code, said } = await deploy(site);
  act = () => undefined;
  assert.equal(code, 0, said);
  await sameFiles(path.join(site, 'public'), folder);
});

test('what cannot be done is said in a sentence, and nothing is lost', async () => {
  const { name, folder } = await newBucket();
  const config = settings(`s3://${name}`);
  const site = await published(config, before);
  /** @param {RegExp} message @param {string} where @param {string[]} flags @param {Record<string, string>} environment */
  const refused = async (message, where = site, flags = [], environment = keys) => {
    const { code, said } = await deploy(where, flags, environment);
    assert.match(said, message);
    assert.doesNotMatch(said, /hidden|X-Amz|Signature=/);
    assert.equal(code, 2, said);
    assert.deepEqual([sent('PUT'), sent('DELETE')], [[], []]);
  };
  await refused(/AWS_ACCESS_KEY_ID is not set/, site, [], {});
  await refused(/the key is wrong/, site, [], { ...keys, AWS_SECRET_ACCESS_KEY: 'hidden' });
  await refused(/no \[deploy\.liv\][^]*did you mean `live`/, site, ['liv']);
  await refused(/no bucket `none`/, await published(settings('s3://none'), before));
  await write(folder, { 'holiday.jpg': 'x' });
  await seenByServer();
  await refused(/not empty, and mend did not put those files there, such as `holiday.jpg`/);
  assert.equal((await deploy(site, ['--adopt'])).code, 0);
  assert.ok((await files(folder)).includes('holiday.jpg'));
  const other = await published(`base_url = "https://other.example/"\n${config}`, before);
  await refused(/holds another site, with no base_url; this one has base_url = "https:\/\/other.example\/"/, other);
  await writeFile(path.join(folder, '.mend/lease'), `other ${Math.floor(Date.now() / 1000)}\n`);
  await seenByServer();
  await write(site, { 'content/two.md': article('Two', 'More.') });
  await buildInto(path.join(site, 'public'), site);
  await refused(/another deployment to .* is under way/);
  await writeFile(path.join(folder, '.mend/lease'), `other ${Math.floor(Date.now() / 1000) - 1000}\n`);
  await seenByServer();
  assert.equal((await deploy(site)).code, 0, 'the lease of a run that died');
  await writeFile(path.join(site, 'public/two/index.html'), 'by hand');
  await refused(/`two\/index.html` in .* was changed or removed after the build/);
  const record = path.join(folder, '.mend/record');
  await writeFile(record, (await readFile(record, 'utf8')).slice(0, -9));
  await seenByServer();
  await buildInto(path.join(site, 'public'), site);
  await refused(/is damaged/);
  const online = await files(folder);
  act = ({ method }) => (method === 'PUT' ? 403 : undefined);
  const { code, said } = await deploy(site, ['--adopt']);
  act = () => undefined;
  assert.equal(code, 2);
  assert.match(said, /the key does not allow this/);
  assert.deepEqual(await files(folder), online);
});

test('a folder takes the site, too, but not through a link', async () => {
  const target = await temporaryFolder();
  const site = await published(settings(target), before);
  assert.equal((await deploy(site, [], {})).code, 0);
  await sameFiles(path.join(site, 'public'), target);
  const elsewhere = await temporaryFolder();
  await rm(path.join(target, 'one'), { recursive: true });
  await symlink(elsewhere, path.join(target, 'one'));
  const { code, said } = await deploy(site, [], {});
  assert.match(said, /is a symbolic link/);
  assert.deepEqual([code, await files(elsewhere)], [2, []]);
  const missing = await published(settings(path.join(target, 'not-mounted')), before);
  assert.match((await deploy(missing, [], {})).said, /there is no folder/);
  const inside = await published(settings('content'), before);
  assert.match((await deploy(inside, [], {})).said, /is not written to/);
});
