/**
 * Search in languages other than English: with a stemmer (German, French), without one (Polish), without spaces
 * between words (Japanese); and the table of words that both sides are held to.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { build, temporaryFolder, write } from '../browser/site.js';
import { engine } from './engine.js';

/**
 * The search of a site in a language, with these articles.
 *
 * @param {string} language
 * @param {Record<string, string>} articles by name
 */
async function site(language, articles) {
  const folder = await temporaryFolder();
  const files = Object.entries(articles).map(([name, text]) => [`content/${name}.md`, text]);
  await write(folder, { 'site.toml': `title = "Guide"\nlanguage = "${language}"\n`, ...Object.fromEntries(files) });
  return engine(await build(folder), language);
}

/**
 * The addresses that a query finds, the best first.
 *
 * @param {import('./engine.js').Engine} search @param {string} query
 */
const found = async (search, query) => (await search.search(query)).results.map(({ url }) => url.split('/').at(-2) ?? '');

const german = await site('de', {
  affaere: '# Nach einer Affäre\n\nWer betrogen wurde, fragt sich, ob das Vertrauen je zurückkehrt. Die Häuser waren still.',
  grenzen: '# Grenzen setzen\n\nEine Grenze ist keine Strafe. Sie schützt, was dir wichtig ist.',
  lesen: '# Zum Lesen\n\nEs war einmal ein Buch über nichts.',
});

test('German words meet by stem, with and without umlauts', async () => {
  assert.equal((await found(german, 'Affaeren'))[0], 'affaere');
  assert.equal((await found(german, 'affare'))[0], 'affaere');
  assert.equal((await found(german, 'vertrauens'))[0], 'affaere');
  assert.equal((await found(german, 'Haus'))[0], 'affaere');
  assert.equal((await found(german, 'grenzen'))[0], 'grenzen');
});

test('German questions are not about their small words', async () => {
  assert.equal((await found(german, 'wie kann ich eine Grenze setzen?'))[0], 'grenzen');
  assert.deepEqual(await found(german, 'über war einmal buch'), ['lesen']);
});

test('a German slip is mended and said', async () => {
  const { corrected, results } = await german.search('vertraun');
  assert.deepEqual(corrected, [['vertraun', 'vertrauen']]);
  assert.equal(results.length, 1);
});

test('French words meet by stem, whatever stands before their apostrophe', async () => {
  const french = await site('fr', {
    aveu: "# L’aveu\n\nL’infidélité se dit d’abord à deux. Après, il faut pardonner, ou partir.",
    limites: '# Poser des limites\n\nUne limite protège sans punir.',
  });
  assert.deepEqual(await found(french, 'infidelites'), ['aveu']);
  assert.deepEqual(await found(french, "l'infidélité"), ['aveu']);
  assert.deepEqual(await found(french, 'aveux'), ['aveu']);
  assert.deepEqual(await found(french, 'elle a pardonné'), ['aveu']);
  assert.equal((await found(french, 'quelles sont les limites'))[0], 'limites');
});

test('Polish words meet without their accents, and other forms by the speller', async () => {
  const polish = await site('pl', {
    zaufanie: '# Jak odbudować zaufanie\n\nZdrada boli. Łatwo powiedzieć przepraszam, trudniej być szczerym.',
    granice: '# Granice\n\nGranica to nie kara.',
  });
  assert.equal((await found(polish, 'latwo'))[0], 'zaufanie');
  assert.equal((await found(polish, 'jak odbudowac zaufania'))[0], 'zaufanie');
  assert.equal((await found(polish, 'granicy'))[0], 'granice');
  assert.equal((await found(polish, 'się to nie granice'))[0], 'granice');
});

test('Japanese is found by pairs of characters', async () => {
  const japanese = await site('ja', {
    kaifuku: '# 信頼の回復\n\n裏切られた後、人々は日々の約束を守ることから始める。',
    kyokai: '# 境界線\n\n境界線は罰ではない。',
  });
  assert.deepEqual(await found(japanese, '信頼'), ['kaifuku']);
  assert.deepEqual(await found(japanese, '信頼を回復したい'), ['kaifuku']);
  assert.deepEqual(await found(japanese, '日々'), ['kaifuku']);
  assert.deepEqual(await found(japanese, '境界線'), ['kyokai']);
});

test('an article in another language than its site is read by its own rules', async () => {
  const search = await site('en', {
    trust: '# Trust\n\nTrust comes back in small steps.',
    vertrauen: '---\nlanguage: de\n---\n\n# Häuser\n\nDie Häuser und das Haus.',
  });
  assert.deepEqual(await found(search, 'haeuser'), ['vertrauen']);
  assert.equal((await found(search, 'trusting'))[0], 'trust');
});

test('danger in English words brings help on a site in any language', async () => {
  assert.equal((await german.search('he hits me')).pinned, true);
  assert.equal((await german.search('grenzen')).pinned, false);
});

test('texts come apart into the words of the table', async () => {
  const table = await readFile(new URL('words.tsv', import.meta.url), 'utf8');
  const lines = table.split('\n').filter((line) => line && !line.startsWith('#'));
  assert(lines.length > 8);
  for (const line of lines) {
    const [text = '', words] = line.split('\t');
    assert.equal(german.words(text).join(' '), words, text);
  }
});
