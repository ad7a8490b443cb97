/**
 * Articles that try to cover, imitate or change the way out, the help card and the search, with every class and id of the
 * theme and many attributes. The content security policy is tested in `privacy.test.js`.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, test } from 'node:test';
import { launch } from './browser.js';
import { build, folderWith, helpData } from './site.js';
import { host } from './static-server.js';

const settings = (/** @type {string} */ html) => `title = "A guide"\n[exit]\nurl = "https://weather.example/"\n[markdown]\nraw_html = "${html}"\n[check.rules]\nSTR-06 = "off"\n`;
const words = `${'Words that take up room on the page. '.repeat(40)}\n\n`;
const trap = 'https://attacker.example/';

/** Every class, and part of a class, that the theme's style sheet names. */
async function classes() {
  const source = await folderWith({ 'site.toml': 'title = "A"\n', 'content/a.md': 'Text.\n' });
  const folder = path.join(await build(source), 'assets');
  const name = (await readdir(folder)).find((name) => /^style\..*css$/.test(name)) ?? '';
  const style = (await readFile(path.join(folder, name), 'utf8')).replace(/\/\*.*?\*\//gs, '');
  return [...new Set([...style.matchAll(/\.([a-z][\w-]*)/gi), ...style.matchAll(/class\*="([^"]+)"/g)].map(([, name = '']) => name))];
}

const known = await classes();
assert.ok(known.length > 80 && known.includes('exit') && known.includes('block-help'), `${known}`);

const heading = (/** @type {string} */ name) => `## [Leave this site ${name}](${trap}) {.${name} #${name}}\n\n`;
const section = (/** @type {string} */ name) =>
  `<section class="${name} help-card exit" id="main" role="alertdialog" aria-modal="true" aria-owns="main search-input" style="position:fixed;inset:0;z-index:99" popover inert data-exit data-leave>\n<a class="${name}" href="${trap}" style="position:fixed;inset:0">Leave this site</a> <a href="tel:0900666">0900 666</a>\n</section>\n\n`;
const front = `---\ntitle: Trap\nsafety: [abuse]\ncssclasses: [${known.join(', ')}]\n---\n`;

/** @param {string} html @param {string} text */
async function site(html, text) {
  const source = await folderWith({
    'site.toml': settings(html),
    'content/help.yaml': helpData,
    'content/plain.md': `---\ntitle: Trap\nsafety: [abuse]\n---\n${words.repeat(40)}`,
    'content/trap.md': text,
  });
  return host(await build(source));
}

const homes = {
  'sanitised HTML': await site('sanitise', front + words + known.map((name) => heading(name) + section(name)).join(words)),
  Markdown: await site('refuse', front + words + known.map((name) => heading(name) + words).join('')),
};

const browser = await launch();
after(() => browser.close());

for (const [way, home] of Object.entries(homes)) {
  for (const width of [360, 1280]) {
    test(`the way out is the real one whatever an author writes in ${way}, ${width} pixels wide`, async () => {
      const page = await browser.newPage({ viewport: { width, height: 700 } });
      /** Every style property of the button, the help and the notice. */
      const look = async () => {
        // At the edge the pointer hovers over nothing.
        await page.mouse.move(0, 699);
        return page.evaluate(() =>
          ['[data-exit]', '[data-exit] a', 'main .help-card', 'main .help-card a', 'body > a'].map((place) => {
            const element = document.querySelector(place);
            if (!element) throw new Error(`no ${place}`);
            const style = getComputedStyle(element);
            return [...style].filter((name) => !/size|height|width|origin|inset|^(top|bottom|left|right)$/.test(name)).map((name) => `${place} ${name}: ${style.getPropertyValue(name)}`);
          }),
        );
      };
      await page.goto(`${home}plain/`);
      const plain = await look();
      await page.goto(`${home}trap/`);
      assert.deepEqual(await look(), plain);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(height > 5_000, `${height}`);
      for (const part of [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 1]) {
        const found = await page.evaluate((part) => {
          scrollTo(0, part * document.documentElement.scrollHeight);
          const button = document.querySelector('[data-exit] a');
          const box = button?.getBoundingClientRect() ?? new DOMRect();
          const points = [[0.5, 0.5], [0.05, 0.5], [0.95, 0.5], [0.5, 0.1], [0.5, 0.9]];
          const seen = box.top >= 0 && box.bottom <= innerHeight && box.height >= 44;
          return seen && points.every(([x = 0, y = 0]) => button?.contains(document.elementFromPoint(box.left + x * box.width, box.top + y * box.height)));
        }, part);
        assert.ok(found, `scrolled to ${part}`);
      }
      // The first stops of the keyboard are the theme's own.
      await page.evaluate(() => scrollTo(0, 0));
      const reached = [];
      for (let step = 0; step < 2; step++) {
        await page.keyboard.press('Tab');
        reached.push(await page.evaluate(() => document.activeElement?.getAttribute('href')));
      }
      assert.deepEqual(reached, ['#main', 'https://weather.example/']);
      assert.equal(await page.evaluate(() => document.querySelector('#main')?.localName), 'main');
      await page.close();
    });
  }

  test(`a search in danger shows the real help whatever an author writes in ${way}`, async () => {
    const page = await browser.newPage();
    await page.goto(`${home}trap/`);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('my boyfriend hit me');
    await page.locator('[data-search-pin] a').first().waitFor();
    const numbers = await page.locator('[data-search-pin]').first().evaluate((card) => [...card.querySelectorAll('a[href^="tel:"]')].map((link) => link.getAttribute('href')));
    assert.deepEqual(numbers.slice(0, 3), ['tel:999', 'tel:116123', 'tel:08082000247']);
    assert.ok(!numbers.includes('tel:0900666'));
    await page.close();
  });
}

test('classes of an author\'s own stay', async () => {
  const source = await folderWith({
    'site.toml': settings('sanitise'),
    'content/help.yaml': helpData,
    'content/a.md': '---\ncssclasses: [wide]\n---\n## Mine {.mine}\n\n<p class="my-own exit">Text</p>\n',
    'themes/calm/styles/9-zz-own.css': '.wide { color: rgb(1, 2, 3); } .mine { color: rgb(4, 5, 6); } .my-own { color: rgb(7, 8, 9); }\n',
  });
  const page = await browser.newPage();
  await page.goto(`${await host(await build(source))}a/`);
  const colours = await page.evaluate(() => ['.wide', '.mine', '.my-own'].map((place) => getComputedStyle(document.querySelector(place) ?? document.body).color));
  assert.deepEqual(colours, ['rgb(1, 2, 3)', 'rgb(4, 5, 6)', 'rgb(7, 8, 9)']);
  await page.close();
});
