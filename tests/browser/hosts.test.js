/**
 * What the documentation says of hosts, in the hosts' own programs: nginx, Apache and Caddy start with the examples of
 * `docs/content/publish`, for a site of its own and for one below another. They send the headers that mend prints with every
 * answer, mend's page with a 404, and tell browsers what to keep. The programs of Netlify and Cloudflare are not available, so
 * their file is read by its documented format.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { build, folderWith, freePort, headers, helpData, repository, temporaryFolder, write } from './site.js';

const files = {
  'site.toml': 'title = "Lamp"\n[exit]\nurl = "https://exit.example/"\n',
  'content/help.yaml': helpData,
  'content/a.md': '---\ntitle: A page\naliases: [/old/]\n---\nWords.\n',
};
const source = await folderWith(files);
/** The site with the files that mend makes for hosts. */
const withHeaders = await published('/', await folderWith({
  ...files,
  'site.toml': `${files['site.toml']}[privacy]\nheaders = ["netlify", "apache"]\n`,
}));
const page = await readFile(path.join(withHeaders, 'a/index.html'), 'utf8');
const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1]?.replaceAll('&#39;', "'");

/** The headers that every answer must have. */
const expected = {
  'content-security-policy': `${policy}; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * The examples on a page of the documentation, in order.
 *
 * @param {string} host the page and the language of its examples
 */
async function examples(host) {
  const text = await readFile(path.join(repository, `docs/content/publish/${host}.md`), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${host}.*\n([^]*?)^\`\`\``, 'gm'))].map(([, example]) => /** @type {string} */ (example));
}

/**
 * Starts a host in the foreground and returns a function that requests an address.
 *
 * @param {import('node:test').TestContext} t
 * @param {number} port
 * @param {string} program
 * @param {string[]} options
 */
function start(t, port, program, options) {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, XDG_CONFIG_HOME: source, XDG_DATA_HOME: source } });
  const ended = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  t.after(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  return async (/** @type {string} */ address) => {
    for (;;) {
      try {
        return await fetch(`http://127.0.0.1:${port}${address}`);
      } catch (error) {
        // Refused until the host listens; a host that has ended never will.
        if (child.exitCode !== null) throw new Error(`${program} ended:\n${said}`, { cause: error });
      }
    }
  };
}

/**
 * Requests addresses of every kind and compares the answers with what the documentation says.
 *
 * @param {ReturnType<typeof start>} ask
 * @param {string} folder the published site
 * @param {string} base the path at which it is
 */
async function answersAsTold(ask, folder, base) {
  const inFolder = async (/** @type {string} */ name, /** @type {RegExp} */ form) => {
    const names = await readdir(path.join(folder, name));
    return `${name}/${encodeURIComponent(/** @type {string} */ (names.find((file) => form.test(file))))}`;
  };
  const kept = 'public, max-age=31536000, immutable';
  for (const [address, status, cache] of /** @type {const} */ ([
    ['a/', 200, 'no-cache'],
    ['old/', 200, 'no-cache'],
    [await inFolder('assets', /\.css$/), 200, kept],
    [await inFolder('search/data', /^w-/), 200, kept],
    ['search/data/root.js', 200, 'no-cache'],
    ['assets/none.0123456789ab.css', 404, 'no-cache'],
    ['not/there/', 404, 'no-cache'],
  ])) {
    const answer = await ask(base + address);
    const names = ['cache-control', ...Object.keys(expected)];
    const told = Object.fromEntries(names.map((name) => [name, answer.headers.get(name)]));
    assert.deepEqual({ address, status: answer.status, ...told }, { address, status, 'cache-control': cache, ...expected });
    if (status === 404) assert.match(await answer.text(), /<title>Page not found – Lamp<\/title>/, address);
  }
}

/** Where a site can be. */
const places = /** @type {const} */ ([
  ['a site of its own', '/'],
  ['a site below another', '/guide/'],
]);

/**
 * Builds the site for an address of this host, where the host's program may read it.
 *
 * @param {string} base
 * @param {string} from
 */
async function published(base, from) {
  const folder = await build(from, '--base-url', `http://127.0.0.1${base}`);
  // Apache started by root reads files as another user.
  await chmod(path.dirname(folder), 0o755);
  return folder;
}

for (const [name, base] of places) {
  const site = await published(base, source);

  test(`nginx: ${name}`, async (t) => {
    const [port, folder, [own = '', below]] = [await freePort(), await temporaryFolder(), await examples('nginx')];
    const [map] = /^map [^]*?^}\n/m.exec(own) ?? [''];
    const example = base === '/' ? own : `${map}server {\nlisten 80;\nroot ${folder};\n${below}}`;
    const servers = example
      .replace('    listen [::]:80;\n', '')
      .replace('listen 80', `listen 127.0.0.1:${port}`)
      .replaceAll('/srv/guide/public', site)
      .replaceAll('/etc/nginx', folder);
    await write(folder, {
      'nginx.conf': `daemon off; master_process off; pid ${folder}/pid; error_log stderr; events {}
http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder}; uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
${servers} }`,
      'mend-headers.conf': await headers('nginx'),
    });
    const ask = start(t, port, process.env['TEST_NGINX'] ?? 'nginx', ['-c', `${folder}/nginx.conf`, '-e', 'stderr']);
    await answersAsTold(ask, site, base);
    const sent = await ask(`${base}a/`);
    assert.equal(sent.headers.get('content-encoding'), 'gzip', 'pages are made smaller on their way');
  });

  test(`Caddy: ${name}`, async (t) => {
    const [port, folder, [own = '', below]] = [await freePort(), await temporaryFolder(), await examples('caddy')];
    const example = base === '/' ? own : `example.org {\n${below}}\n`;
    const sites = example
      .replace('example.org', `http://127.0.0.1:${port}`)
      .replaceAll('/srv/guide/public', site)
      .replaceAll('/etc/caddy', folder);
    await write(folder, {
      Caddyfile: `{\n\tadmin off\n\tauto_https off\n}\n${sites}`,
      'mend-headers': await headers('caddy'),
    });
    const ask = start(t, port, process.env['TEST_CADDY'] ?? 'caddy', ['run', '--config', `${folder}/Caddyfile`, '--adapter', 'caddyfile']);
    await answersAsTold(ask, site, base);
  });

  test(`Apache: ${name}`, async (t) => {
    const [port, folder, [, own = '', below]] = [await freePort(), await temporaryFolder(), await examples('apache')];
    const example = base === '/' ? own : `DocumentRoot ${folder}/htdocs\n${below}`;
    await write(folder, { 'mend-headers.conf': await headers('apache') });
    const hosts = example
      .replace('*:80', `127.0.0.1:${port}`)
      .replaceAll('/srv/guide/public', site)
      .replaceAll('/etc/apache2', folder);
    await answersAsTold(await apache(t, port, folder, hosts), site, base);
  });

  test(`Apache with .htaccess: ${name}`, async (t) => {
    const [port, folder, [example = '']] = [await freePort(), await temporaryFolder(), await examples('apache')];
    const own = await folderWith({
      ...files,
      'static/.htaccess': example.replace(' /404.html', ` ${base}404.html`) + (await headers('apache')),
    });
    const site = await published(base, own);
    await answersAsTold(await apache(t, port, folder, overridden(site, base)), site, base);
  });
}

test('Apache sends the headers that the published .htaccess says', async (t) => {
  const [port, folder] = [await freePort(), await temporaryFolder()];
  const ask = await apache(t, port, folder, overridden(withHeaders, '/'));
  for (const [address, status] of /** @type {const} */ ([['/a/', 200], ['/a-z/index.html', 200], ['/not-there/', 404]])) {
    const answer = await ask(address);
    assert.equal(answer.status, status);
    for (const [name, value] of Object.entries(expected)) assert.equal(answer.headers.get(name), value, address);
  }
});

/**
 * A configuration of Apache in which the site's own `.htaccess` has a say.
 *
 * @param {string} folder
 * @param {string} base
 */
function overridden(folder, base) {
  return `Alias ${base} ${folder}/\n<Directory ${folder}>\n  AllowOverride All\n</Directory>\n`;
}

/**
 * Starts Apache with part of a configuration.
 *
 * @param {import('node:test').TestContext} t
 * @param {number} port
 * @param {string} folder
 * @param {string} configuration
 */
async function apache(t, port, folder, configuration) {
  const modules = ['mpm_event', 'alias', 'authz_core', 'dir', 'headers'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  await mkdir(`${folder}/htdocs`);
  await write(folder, {
    'apache.conf': `${modules.join('\n')}
ServerRoot ${folder}
DocumentRoot ${folder}/htdocs
ServerName localhost
PidFile ${folder}/pid
Mutex file:${folder}
Listen 127.0.0.1:${port}
ErrorLog ${folder}/errors
${configuration}`,
  });
  return start(t, port, process.env['TEST_APACHE'] ?? 'apache2', ['-DFOREGROUND', '-f', `${folder}/apache.conf`]);
}

test('Netlify and Cloudflare are told the same for every address', async () => {
  const [where, ...lines] = (await readFile(path.join(withHeaders, '_headers'), 'utf8')).trimEnd().split('\n');
  assert.equal(where, '/*');
  const told = lines.map((line) => /^ {2}([A-Za-z-]+): (.+)$/.exec(line) ?? []);
  assert.deepEqual(Object.fromEntries(told.map(([, name, value]) => [name?.toLowerCase(), value])), expected);
});
