/**
 * The way out of a site, in Chromium: what triggers it, what it leaves behind, and what the Back button shows afterwards.
 *
 * Not covered, because it cannot be automated here: Sticky Keys of Windows, switch and voice control, the swipe preview of
 * phones, histories that are shared between devices, a browser that crashes while leaving, WebKit, and input methods that
 * compose text. History and print in Firefox are tested in `firefox.test.js`.
 *
 * @import { Page } from 'playwright-core'
 */
import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch, settled } from './browser.js';
import { exitHost, siteWithExit } from './exit-host.js';
import { violations } from './judge.js';
import { pageFiles, repository } from './site.js';
import { host } from './static-server.js';

const exit = await exitHost();
const folder = await siteWithExit(exit);
const home = await host(folder);
const elsewhere = await host(folder);
const browser = await launch();
const keeping = await launch({ keepsPages: true });
after(() => Promise.all([browser.close(), keeping.close()]));
afterEach(() => {
  exit.mood.answer = 'page';
});

/**
 * Opens a page in a context of its own.
 *
 * @param {import('playwright-core').BrowserContextOptions} [options]
 * @param {typeof browser} [of]
 */
async function open(options, of = browser) {
  const context = await of.newContext(options);
  context.setDefaultTimeout(10_000);
  after(() => context.close());
  return { context, page: await context.newPage() };
}

/**
 * Does something and waits until the exit host has answered once more and its page is shown.
 *
 * @param {Page} page
 * @param {() => Promise<unknown>} work
 */
async function leaves(page, work) {
  const asked = exit.asked();
  await work();
  await asked;
  await page.waitForURL(exit.url);
}

/** @param {Page} page */
const button = (page) => page.locator('.exit a');

/** Presses and releases keys, one after another. @param {Page} page @param {...string} keys */
async function press(page, ...keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** @param {Page} page */
const lights = (page) => page.locator('.exit-lights .on').count();

/** @param {Page} page */
const status = (page) => page.locator('.exit [role=status]').textContent();

/** Whether anything of a page can be seen, reached or heard. @param {Page} page */
function whatIsThere(page) {
  return page.evaluate(() => ({
    text: document.documentElement.innerText.trim(),
    body: getComputedStyle(document.body).display,
    title: document.title,
    focus: document.activeElement === document.body || document.activeElement === null,
  }));
}

const gone = { text: 'Loading.', body: 'none', title: 'Loading', focus: true };

describe('leaving', () => {
  const ways = /** @type {[string, (page: Page) => Promise<unknown>][]} */ ([
    ['a click', (page) => button(page).click()],
    ['Enter', async (page) => (await button(page).focus(), press(page, 'Enter'))],
    ['Space', async (page) => (await button(page).focus(), press(page, ' '))],
    ['the middle button', (page) => button(page).click({ button: 'middle' })],
    ['Control and click', (page) => button(page).click({ modifiers: ['Control'] })],
    ['the second stop of the Tab key', async (page) => press(page, 'Tab', 'Tab', 'Enter')],
    ['Shift three times', (page) => press(page, 'Shift', 'Shift', 'Shift')],
    ['Shift three times in a text field', async (page) => (await page.locator('textarea').focus(), press(page, 'Shift', 'Shift', 'Shift'))],
  ]);
  for (const [name, way] of ways) {
    test(`${name} opens the exit in the same tab and sends no referrer`, async () => {
      const { context, page } = await open();
      await page.goto(`${home}two/`);
      const before = exit.requests.length;
      await leaves(page, () => way(page));
      assert.equal(context.pages().length, 1);
      const sent = exit.requests.slice(before);
      assert.ok(sent.length > 0, 'the exit was asked for');
      for (const headers of sent) assert.equal(headers.referer, undefined);
    });
  }

  test('hides the page in the same task, and until the exit host answers', async () => {
    const { page } = await open();
    await page.goto(`${home}one/`);
    exit.mood.answer = 'never';
    // All in one call: the browser answers no other call while a navigation waits for its response.
    const [now, later] = await page.evaluate(async () => {
      const look = () => [document.documentElement.innerText.trim(), getComputedStyle(document.body).display, document.title];
      /** @type {HTMLElement} */ (document.querySelector('.exit a')).click();
      const now = look();
      for (let frames = 0; frames < 60; frames += 1) await new Promise(requestAnimationFrame);
      return [now, look()];
    });
    assert.deepEqual(now, ['Loading.', 'none', 'Loading']);
    assert.deepEqual(later, now);
  });

  test('leaves nothing that can be seen, focused or read aloud', async () => {
    const { page } = await open();
    await page.goto(`${home}one/`);
    exit.mood.answer = 'nothing';
    await button(page).click({ noWaitAfter: true });
    assert.deepEqual(await whatIsThere(page), gone);
    assert.match(await page.locator('html').ariaSnapshot(), /^- document:\s+- main:\s+- alert:\s+- heading "Loading\." \[level=1\]$/);
    for (let times = 0; times < 3; times += 1) await press(page, 'Tab');
    assert.deepEqual(await whatIsThere(page), gone);
    assert.deepEqual(await violations(page), []);
  });

  test('before other scripts have run hides the page and guards Back', async () => {
    const { context, page } = await open();
    let held = 0;
    await page.goto(`${home}one/`);
    // Deferred scripts wait for each other; from now on none arrives.
    await context.route(/assets\/(search|steps|terms|worksheet)\./, () => void (held += 1));
    await page.goto(`${home}two/`, { waitUntil: 'commit' });
    await button(page).waitFor();
    assert.equal(await page.evaluate(() => document.readyState), 'interactive');
    await leaves(page, () => button(page).click());
    await leaves(page, async () => void page.evaluate(() => history.back()).catch(() => undefined));
    assert.ok(held > 0, 'a script was held up');
  });

  test('without a network nothing of the page stays', async () => {
    const { context, page } = await open();
    await page.goto(`${home}one/`);
    await context.setOffline(true);
    await button(page).click({ noWaitAfter: true });
    await page.waitForFunction(() => document.title !== 'A guide');
    const text = await page.evaluate(() => document.documentElement.innerText);
    assert.ok(!text.includes('Words that take up room'), text);
  });

  test('without JavaScript it is a plain link, and Back returns', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(`${home}one/`);
    const before = exit.requests.length;
    await leaves(page, () => button(page).click());
    assert.equal(exit.requests[before]?.referer, undefined);
    await page.goBack();
    assert.equal(page.url(), `${home}one/`);
  });

  test('sends no request to the exit host before', async () => {
    const { page } = await open();
    const before = exit.requests.length;
    for (const name of ['', 'one/', 'two/', 'help/', 'safe-browsing/']) {
      await page.goto(home + name);
      await settled(page);
    }
    await button(page).hover();
    await button(page).focus();
    // An earlier request would have arrived before this one.
    await leaves(page, () => button(page).click());
    assert.equal(exit.requests.length, before + 1);
  });

  test('clears all storage except the mark that the site was left', async () => {
    const { page } = await open({}, keeping);
    await page.goto(`${home}one/`);
    await page.evaluate(async () => {
      localStorage.setItem('ticks', '1');
      sessionStorage.setItem('notes', '2');
      await (await caches.open('pages')).put('/x', new Response('x'));
    });
    await leaves(page, () => button(page).click());
    // An address of the same origin that is not a page of the visit: there the guard would clear storage first.
    await page.goto(`${home}assets/nothing.txt`);
    const left = await page.evaluate(async () => [
      Object.keys(localStorage),
      Object.keys(sessionStorage),
      await caches.keys(),
      (await navigator.serviceWorker.getRegistrations()).length,
      document.cookie,
    ]);
    assert.deepEqual(left.slice(2), [[], 0, '']);
    assert.deepEqual(left[0], []);
    assert.ok(/** @type {string[]} */ (left[1]).every((key) => key === 'view'), String(left[1]));
  });

  test('takes other tabs along, or not', async () => {
    const { context, page } = await open();
    await page.goto(`${home}one/`);
    const other = await context.newPage();
    await other.goto(`${home}two/`);
    await leaves(page, () => button(page).click());
    await other.waitForURL(exit.url);

    const alone = await host(await siteWithExit(exit, 'all_tabs = false'));
    await page.goto(`${alone}one/`);
    await other.goto(`${alone}two/`);
    await leaves(page, () => button(page).click());
    assert.equal(await other.evaluate(() => getComputedStyle(document.body).display), 'block');
    assert.equal(other.url(), `${alone}two/`);
  });
});

describe('going back', () => {
  // Playwright loses track of a page from the back/forward cache, so the exit host shows what happens next.
  for (const [name, of] of /** @type {const} */ ([['loads pages anew', browser], ['keeps pages for Back', keeping]])) {
    test(`meets the exit page, never a page of the visit, in a browser that ${name}`, async () => {
      const { context, page } = await open({}, of);
      /** @type {string[]} */
      const seen = [];
      await context.exposeBinding('seen', (_, address) => seen.push(address));
      await context.addInitScript(() => {
        const look = () => {
          const visible = document.body?.innerText && getComputedStyle(document.body).visibility === 'visible';
          if (visible) /** @type {any} */ (window)['seen'](location.href);
          requestAnimationFrame(look);
        };
        look();
      });
      await page.goto(home);
      await page.goto(`${home}one/`);
      await page.getByRole('link', { name: 'two', exact: true }).click();
      await page.waitForURL(`${home}two/`);
      await leaves(page, () => button(page).click());
      assert.ok(seen.includes(`${home}two/`), 'what is seen is noticed');
      seen.length = 0;
      for (let times = 0; times < 2; times += 1) {
        // The call may not return, because its page is left.
        await leaves(page, async () => void page.evaluate(() => history.back()).catch(() => undefined));
        await page.waitForFunction(() => document.title === 'Weather');
      }
      assert.deepEqual(seen.filter((address) => address.startsWith(home)), []);
    });
  }

  test('once more leads out of the visit', async () => {
    const { page } = await open();
    await page.goto(elsewhere);
    await page.goto(`${home}one/`);
    await leaves(page, () => button(page).click());
    await page.goBack();
    assert.equal(page.url(), elsewhere);
  });

  test('is not for those who come on purpose: they find the site as it was', async () => {
    const { page } = await open();
    await page.goto(`${home}one/`);
    await press(page, 'Shift', 'Shift');
    await leaves(page, () => press(page, 'Shift'));
    await page.goto(`${home}one/`);
    assert.equal(await page.title(), 'A guide');
    assert.ok(await page.getByRole('heading', { name: 'One' }).isVisible());
    assert.equal(await lights(page), 0);
    await page.getByRole('link', { name: 'two', exact: true }).click();
    await page.waitForURL(`${home}two/`);
    await page.goBack();
    assert.ok(await page.getByRole('heading', { name: 'One' }).isVisible());
  });

  test('within the site finds the page where it was', async () => {
    const { page } = await open();
    await page.goto(`${home}one/`);
    await page.evaluate(() => scrollTo(0, 400));
    await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('main a[href*="two"]')).click());
    await page.waitForURL(`${home}two/`);
    await page.goBack();
    await page.waitForFunction(() => scrollY === 400);
    assert.ok(await page.getByRole('heading', { name: 'Last' }).isVisible());
  });

  test('without storage finds a page that can be used', async () => {
    const { context, page } = await open();
    await context.addInitScript(() => {
      for (const name of ['sessionStorage', 'localStorage']) {
        Object.defineProperty(window, name, { get: () => { throw new DOMException('blocked', 'SecurityError'); } });
      }
    });
    await page.goto(`${home}one/`);
    await page.getByRole('link', { name: 'two', exact: true }).click();
    await page.waitForURL(`${home}two/`);
    await leaves(page, () => button(page).click());
    await page.goBack();
    assert.equal(page.url(), `${home}one/`);
    assert.ok(await page.getByRole('heading', { name: 'One' }).isVisible());
  });

  test('is quick: the browser may keep the page', { timeout: 20_000 }, async () => {
    const { page } = await open({}, keeping);
    await page.goto(`${home}one/`);
    // The page reports that it was kept by opening the exit page.
    await page.evaluate((url) => addEventListener('pageshow', (event) => event.persisted && location.replace(url)), exit.url);
    await page.goto(`${home}two/`);
    await leaves(page, async () => void page.evaluate(() => history.back()).catch(() => undefined));
  });
});

describe('the Shift key', () => {
  test('counts aloud and in lights, and leaves at the third', async () => {
    const { page } = await open();
    await page.goto(`${home}one/`);
    await press(page, 'Shift');
    assert.deepEqual([await lights(page), await status(page)], [1, 'Shift, press 2 more times to leave']);
    assert.deepEqual(await violations(page), []);
    await press(page, 'Shift');
    assert.deepEqual([await lights(page), await status(page)], [2, 'Shift, press 1 more time to leave']);
    await leaves(page, () => press(page, 'Shift'));
  });

  test('starts again after the time between two presses is over', async () => {
    const { page } = await open();
    await page.clock.install();
    await page.goto(`${home}one/`);
    await press(page, 'Shift');
    await page.clock.runFor(4_900);
    await press(page, 'Shift');
    await page.clock.runFor(5_100);
    assert.deepEqual([await lights(page), await status(page)], [0, 'Leave this site now: expired, press Shift 3 times again']);
    await press(page, 'Shift');
    assert.equal(await lights(page), 1);
    assert.equal(page.url(), `${home}one/`);
  });

  const chords = /** @type {[string, (page: Page) => Promise<void>][]} */ ([
    ['held until it repeats', async (page) => {
      for (let times = 0; times < 5; times += 1) await page.keyboard.down('Shift');
      await page.keyboard.up('Shift');
    }],
    ['with Tab', (page) => press(page, 'Shift+Tab', 'Shift+Tab', 'Shift+Tab')],
    ['with arrows', (page) => press(page, 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight')],
    ['with the mouse', async (page) => {
      for (let times = 0; times < 3; times += 1) await page.locator('h1').click({ modifiers: ['Shift'] });
    }],
    ['in capital letters', async (page) => {
      await page.locator('textarea').focus();
      await press(page, 'Shift+A', 'Shift+B', 'Shift+C');
    }],
    ['with Control', (page) => press(page, 'Control+Shift', 'Control+Shift', 'Control+Shift')],
    ['with letters between', (page) => press(page, 'Shift', 'Shift', 'a', 'Shift')],
  ]);
  for (const [name, chord] of chords) {
    test(`${name} does not leave`, async () => {
      const { page } = await open();
      await page.goto(`${home}two/`);
      await chord(page);
      assert.ok((await lights(page)) < 2);
      assert.equal(page.url(), `${home}two/`);
      assert.equal(await page.title(), 'Two – A guide');
    });
  }

  test('where one writes counts only when it is quick, and is silent at first', async () => {
    const { page } = await open();
    await page.clock.install();
    await page.goto(`${home}two/`);
    await page.locator('textarea').focus();
    for (let times = 0; times < 4; times += 1) {
      await press(page, 'Shift');
      assert.deepEqual([await lights(page), await status(page)], [0, '']);
      await page.clock.runFor(700);
    }
    assert.equal(page.url(), `${home}two/`);
    await press(page, 'Shift', 'Shift');
    assert.deepEqual([await lights(page), await status(page)], [2, 'Shift, press 1 more time to leave']);
    await leaves(page, () => press(page, 'Shift'));
  });

  test('does nothing when the site says so', async () => {
    const { page } = await open();
    const plain = await host(await siteWithExit(exit, 'shortcut = "none"'));
    await page.goto(`${plain}one/`);
    await press(page, 'Shift', 'Shift', 'Shift');
    assert.equal(await page.locator('.exit-lights').count(), 0);
    assert.equal(page.url(), `${plain}one/`);
  });
});

describe('its place on the page', () => {
  test('second in the order of Tab on every page, after the way to the text', async () => {
    const { page } = await open();
    for (const file of await pageFiles(folder)) {
      await page.goto(home + file);
      await press(page, 'Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main', file);
      await press(page, 'Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), exit.url, file);
    }
  });

  for (const [width, height] of /** @type {const} */ ([[320, 256], [320, 640], [640, 320], [1280, 800]])) {
    test(`on screen at ${width}x${height}, small, whole and above everything`, async () => {
      const { page } = await open({ viewport: { width, height } });
      await page.goto(`${home}one/`);
      for (const place of [0, 1e6]) {
        await page.evaluate((top) => scrollTo(0, top), place);
        const box = await button(page).boundingBox();
        assert.ok(box && box.y >= 0 && box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
        assert.ok(box.height >= 44 && box.height <= height / 5, JSON.stringify(box));
        const above = await button(page).evaluate((link) => {
          const { x, y, width, height } = link.getBoundingClientRect();
          return link.contains(document.elementFromPoint(x + width / 2, y + height / 2));
        });
        assert.ok(above);
      }
      await page.goto(`${home}one/#last`);
      const [bar, heading] = await Promise.all(['.exit', '#last'].map((place) => page.locator(place).boundingBox()));
      assert.ok(bar && heading && heading.y >= bar.y + bar.height, 'a heading one goes to is not behind it');
    });
  }

  for (const [width, low] of /** @type {const} */ ([[360, true], [1280, false]])) {
    test(`at the ${low ? 'bottom' : 'top'} at ${width} pixels where the site asks for the bottom on phones`, async () => {
      const { page } = await open({ viewport: { width, height: 640 } });
      const bottom = await host(await siteWithExit(exit, 'place = "bottom"'));
      await page.goto(`${bottom}one/`);
      for (const place of [0, 1e6]) {
        await page.evaluate((top) => scrollTo(0, top), place);
        const box = await button(page).boundingBox();
        assert.ok(box && (low ? Math.abs(box.y + box.height - 640) < 1 : box.y < 1), JSON.stringify(box));
        const end = await page.locator('.site-footer').boundingBox();
        if (low && place) assert.ok(end && box && end.y + end.height <= box.y + 1, 'the end of the page is above it');
      }
      await press(page, 'Tab', 'Tab');
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), exit.url);
      assert.deepEqual(await violations(page), []);
      // A keyboard makes the room smaller, where the browser is asked for it.
      assert.match((await page.locator('meta[name="viewport"]').getAttribute('content')) ?? '', /interactive-widget=resizes-content/);
      await page.setViewportSize({ width, height: 320 });
      const box = await button(page).boundingBox();
      assert.ok(box && (low ? Math.abs(box.y + box.height - 320) < 1 : box.y < 1), JSON.stringify(box));
      await page.goto(`${bottom}safe-browsing/`);
      await page.getByText('On a phone it is at the bottom of every page').waitFor();
    });
  }

  for (const [settings, from, to] of /** @type {const} */ ([['', 0, 150], ['place = "bottom"', 596, 446]])) {
    test(`follows what is seen when a keyboard covers the page (${settings || 'at the top'})`, async () => {
      const { context, page } = await open({ viewport: { width: 360, height: 640 } });
      // As on an iPhone: the page keeps its size, the keyboard covers its lower part, and what is seen moves down.
      await context.addInitScript(() => {
        const seen = Object.assign(new EventTarget(), { offsetTop: 0, height: 640, scale: 1 });
        Object.defineProperty(window, 'visualViewport', { value: seen });
      });
      await page.goto(`${settings ? await host(await siteWithExit(exit, settings)) : home}one/`);
      const see = (/** @type {object} */ what) => page.evaluate((what) => {
        Object.assign(/** @type {EventTarget} */ (window.visualViewport), what);
        window.visualViewport?.dispatchEvent(new Event('resize'));
      }, what);
      const top = async () => Math.round((await page.locator('.exit').boundingBox())?.y ?? -1);
      assert.equal(await top(), from);
      await see({ offsetTop: 150, height: 340 });
      assert.equal(await top(), to);
      await see({ offsetTop: 150, height: 340 });
      assert.equal(await top(), to, 'and stays there');
      await see({ offsetTop: 0, height: 640 });
      assert.equal(await top(), from);
      await see({ offsetTop: 150, height: 340, scale: 2 });
      assert.equal(await top(), from, 'who zooms in moves what is seen');
    });
  }

  test('from right to left and with larger text', async () => {
    const { page } = await open({ viewport: { width: 320, height: 640 } });
    await page.goto(`${home}one/`);
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
      document.documentElement.style.fontSize = '200%';
    });
    const box = await button(page).boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 320 && box.height <= 128, JSON.stringify(box));
  });

  test('not on paper', async () => {
    const { page } = await open();
    await page.goto(`${home}one/`);
    await page.emulateMedia({ media: 'print' });
    const links = await page.locator('[data-leave]').all();
    assert.equal(links.length, 1);
    for (const link of links) assert.ok(!(await link.isVisible()));
  });

  test('only on flagged pages when the site says so, while the guard is on all', async () => {
    const { page } = await open();
    const few = await host(await siteWithExit(exit, 'scope = "flagged"'));
    for (const [name, count] of /** @type {const} */ ([['one/', 1], ['two/', 0], ['help/', 0]])) {
      await page.goto(few + name);
      assert.equal(await page.locator('[data-leave]').count(), count, name);
      assert.equal(await page.locator('script[data-to]').count(), 1, name);
    }
  });

  test('accessible when nothing happens', async () => {
    const { page } = await open();
    await page.goto(`${home}one/`);
    assert.deepEqual(await violations(page), []);
    const names = await page.locator('.exit').ariaSnapshot();
    assert.match(names, /link "Emergency: Leave this site now"/);
  });
});

test('its script takes less than 3 kB', async () => {
  const names = await readdir(path.join(folder, 'assets'));
  const script = names.find((name) => name.startsWith('safety.')) ?? '';
  const size = gzipSync(await readFile(path.join(folder, 'assets', script))).length;
  assert.ok(size > 1_000 && size < 3_000, `${size}`);
});

test('no page asks before it is left', async () => {
  const folder = path.join(repository, 'themes/calm/static');
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  assert.ok(scripts.includes('safety.js'), `${scripts}`);
  for (const name of scripts) assert.ok(!(await readFile(path.join(folder, name), 'utf8')).includes('beforeunload'), name);
});
