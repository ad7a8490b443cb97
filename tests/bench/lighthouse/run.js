/**
 * What Lighthouse says of the built guide on its mobile settings: the median of several runs on each kind of page, and
 * every audit that kept a score below 100. `tests/bench/run lighthouse` installs what it needs and calls it.
 *
 * It measures and prints; nothing here passes or fails. Performance is simulated from what this machine did meanwhile,
 * so it is only worth reading when nothing else runs.
 *
 *     node run.js [RUNS] [KIND...]
 */
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { kinds } from '../../browser/kinds.js';
import { build, repository } from '../../browser/site.js';
import { host } from '../../browser/static-server.js';

const [runs = '5', ...asked] = process.argv.slice(2);
const shown = asked.length ? asked : ['home', 'article', 'worksheet', 'help'];

/** @param {number[]} figures */
const median = (figures) => figures.sort((one, two) => one - two)[Math.floor(figures.length / 2)] ?? NaN;

const home = await host(await build(repository));
const chrome = await launch({
  chromePath: process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
});
console.log(`Lighthouse, mobile settings, median of ${runs}\n`);
console.log('| page | performance | accessibility | best practices | SEO | first paint ms | largest paint ms | blocking ms | layout shift |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
/** @type {Set<string>} */
const below = new Set();
for (const kind of shown) {
  const results = [];
  for (let run = 0; run < Number(runs); run += 1) {
    const result = await lighthouse(home + kinds[kind], { port: chrome.port, logLevel: 'error' });
    if (!result) throw new Error(`Lighthouse said nothing about ${kind}`);
    results.push(result.lhr);
  }
  const score = (/** @type {string} */ name) => Math.round(median(results.map(({ categories }) => categories[name]?.score ?? NaN)) * 100);
  const value = (/** @type {string} */ name) => median(results.map(({ audits }) => audits[name]?.numericValue ?? NaN));
  const figures = [
    ...['performance', 'accessibility', 'best-practices', 'seo'].map(score),
    ...['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'].map((name) => Math.round(value(name))),
    value('cumulative-layout-shift'),
  ];
  console.log(`| ${kind} | ${figures.join(' | ')} |`);
  for (const { categories, audits } of results) {
    for (const [name, { auditRefs }] of Object.entries(categories)) {
      for (const { id, weight } of auditRefs) {
        const audit = audits[id];
        const fell = audit && audit.score !== null && audit.score < (name === 'performance' ? 0.9 : 1);
        if (fell && weight > 0) below.add(`${kind}: ${name}: ${audit.title}`);
      }
    }
  }
}
for (const one of below) console.log(one);
await chrome.kill();
process.exit();
