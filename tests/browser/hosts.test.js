/**
 * The headers that mend writes for hosts, in the hosts' own programs: nginx, Apache and Caddy start with them and send
 * them with a page, with a file and with a 404. The programs of Netlify and Cloudflare are not available, so their file is
 * read by its documented format.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import { build, folderWith, headers, helpData, temporaryFolder, write } from './site.js';

const source = await folderWith({
  'site.toml': 'title = "Lamp"\n[privacy]\nheaders = ["netlify", "apache"]\n[exit]\nurl = "https://exit.example/"\n',
  'content/help.yaml': helpData,
  'content/a.md': '# A page\n\nWords.\n',
});
const site = await build(source);
const page = await readFile(path.join(site, 'a/index.html'), 'utf8');
const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1]?.replaceAll('&#39;', "'");
// Apache started by root reads files as another user.
await chmod(path.dirname(site), 0o755);

/** The headers that every answer must have. */
const expected = {
  'content-security-policy': `${policy}; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
};

/** @returns {Promise<number>} a port that is free now */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a host in the foreground, requests three addresses, and returns their status and these headers.
 *
 * @param {import('node:test').TestContext} t
 * @param {number} port
 * @param {string} program
 * @param {string[]} options
 */
async function answers(t, port, program, options) {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, XDG_CONFIG_HOME: source, XDG_DATA_HOME: source } });
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const ask = async (/** @type {string} */ address) => {
    for (;;) {
      try {
        const { status, headers } = await fetch(`http://127.0.0.1:${port}${address}`);
        return { status, ...Object.fromEntries(Object.keys(expected).map((name) => [name, headers.get(name)])) };
      } catch (error) {
        // Refused until the host listens; a host that has ended never will.
        if (child.exitCode !== null) throw new Error(`${program} ended:\n${said}`, { cause: error });
      }
    }
  };
  return [await ask('/a/'), await ask('/a-z/index.html'), await ask('/not-there/')];
}

const wanted = [200, 200, 404].map((status) => ({ status, ...expected }));

test('nginx sends them', async (t) => {
  const [port, folder] = [await freePort(), await temporaryFolder()];
  await write(folder, {
    'nginx.conf': `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {}
http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
server { listen 127.0.0.1:${port}; root ${site}; include ${folder}/headers.conf; } }`,
    'headers.conf': await headers('nginx'),
  });
  assert.deepEqual(await answers(t, port, process.env['TEST_NGINX'] ?? 'nginx', ['-c', `${folder}/nginx.conf`, '-e', 'stderr']), wanted);
});

test('Apache sends them, as the published .htaccess says', async (t) => {
  const [port, folder] = [await freePort(), await temporaryFolder()];
  const modules = ['mpm_event', 'authz_core', 'dir', 'headers'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  await write(folder, {
    'apache.conf': `${modules.join('\n')}
ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/pid
Mutex file:${folder}
Listen 127.0.0.1:${port}
ErrorLog ${folder}/errors
DocumentRoot ${site}
<Directory ${site}>
  AllowOverride All
</Directory>
`,
  });
  assert.deepEqual(await answers(t, port, process.env['TEST_APACHE'] ?? 'apache2', ['-DFOREGROUND', '-f', `${folder}/apache.conf`]), wanted);
});

test('Caddy sends them', async (t) => {
  const [port, folder] = [await freePort(), await temporaryFolder()];
  await write(folder, {
    Caddyfile: `{
	admin off
	auto_https off
}
http://127.0.0.1:${port} {
	root * ${site}
	file_server
	import ${folder}/headers.caddy
}
`,
    'headers.caddy': await headers('caddy'),
  });
  assert.deepEqual(await answers(t, port, process.env['TEST_CADDY'] ?? 'caddy', ['run', '--config', `${folder}/Caddyfile`, '--adapter', 'caddyfile']), wanted);
});

test('Netlify and Cloudflare are told the same for every address', async () => {
  const [where, ...lines] = (await readFile(path.join(site, '_headers'), 'utf8')).trimEnd().split('\n');
  assert.equal(where, '/*');
  const told = lines.map((line) => /^ {2}([A-Za-z-]+): (.+)$/.exec(line) ?? []);
  assert.deepEqual(Object.fromEntries(told.map(([, name, value]) => [name?.toLowerCase(), value])), expected);
});
