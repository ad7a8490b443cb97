/**
 * Search in languages other than English: with a stemmer (German, French), without one (Polish), without spaces
 * between words (Japanese); and the table of words that the index and the client must agree on.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { build, temporaryFolder, write } from '../browser/site.js';
import { engine } from './engine.js';

/**
 * Builds a site in a language with these articles, and returns its search.
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

/** The pages that mend makes in the words of the site's language. */
const made = ['safe-browsing', 'privacy', 'help'];

/**
 * The articles that a query finds, the best first.
 *
 * @param {import('./engine.js').Engine} search @param {string} query
 */
const found = async (search, query) => (await search.search(query)).results.map(({ url }) => url.split('/').at(-2) ?? '').filter((name) => !made.includes(name));

const german = await site('de', {
  affaere: '# Nach einer Affäre\n\nWer betrogen wurde, fragt sich, ob das Vertrauen je zurückkehrt. Die Häuser waren still.',
  grenzen: '# Grenzen setzen\n\nEine Grenze ist keine Strafe. Sie schützt, was dir wichtig ist.',
  lesen: '# Zum Lesen\n\nEs war einmal ein Buch über nichts.',
});

test('German words match by stem, with and without umlauts', async () => {
  assert.equal((await found(german, 'Affaeren'))[0], 'affaere');
  assert.equal((await found(german, 'affare'))[0], 'affaere');
  assert.equal((await found(german, 'vertrauens'))[0], 'affaere');
  assert.equal((await found(german, 'Haus'))[0], 'affaere');
  assert.equal((await found(german, 'grenzen'))[0], 'grenzen');
});

test('stop words of a German question are ignored', async () => {
  assert.equal((await found(german, 'wie kann ich eine Grenze setzen?'))[0], 'grenzen');
  assert.deepEqual(await found(german, 'über war einmal buch'), ['lesen']);
});

test('a German slip is corrected, and the correction is reported', async () => {
  assert.deepEqual((await german.search('vertraun')).corrected, [['vertraun', 'vertrauen']]);
  assert.deepEqual(await found(german, 'vertraun'), ['affaere']);
});

test('French words match by stem, with any word before their apostrophe', async () => {
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

test('Polish words match without their accents, and other forms by spelling correction', async () => {
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

test('stop words of another language are stop words in its articles', async () => {
  const search = await site('en', {
    trust: '# Trust\n\nTrust comes back in small steps. The war is over.',
    vertrauen: '---\nlanguage: de\n---\n\n# Vertrauen\n\nUnd das Vertrauen war nicht da.',
    geduld: '---\nlanguage: de\n---\n\n# Geduld\n\nWas ist mit der Geduld?',
  });
  assert.equal((await found(search, 'und was ist mit dem Vertrauen'))[0], 'vertrauen');
  assert.deepEqual((await search.search('und')).corrected, []);
  assert.equal((await found(search, 'war'))[0], 'trust');
});

test('Arabic and Hebrew words match with and without their prefixes', async () => {
  const arabic = await site('ar', {
    with: '# الثقة\n\nتعود الثقة بخطوات صغيرة.',
    without: '# حدود\n\nثقة بلا حدود.',
  });
  assert.deepEqual((await found(arabic, 'ثقة')).sort(), ['with', 'without']);
  assert.deepEqual((await found(arabic, 'الثقة')).sort(), ['with', 'without']);
  assert.deepEqual(await found(arabic, 'الخطوات'), ['with']);
  assert.deepEqual(await found(arabic, 'الحدود'), ['without']);
  const hebrew = await site('he', { trust: '# האמון\n\nהאמון חוזר לאט.', border: '# גבול\n\nגבול הוא לא עונש.' });
  assert.deepEqual(await found(hebrew, 'אמון'), ['trust']);
  assert.deepEqual(await found(hebrew, 'הגבול'), ['border']);
});

test('words are found joined and split, and numbers with and without blanks', async () => {
  const search = await site('en', {
    hyphen: '# Plans\n\nCo-parenting needs a plan. Call 116 123.',
    joined: '# Rest\n\nSelfcare is no luxury. Ring 0800111222.',
    blank: '# Walks\n\nA long walk keeps mindful people well; mindful steps.',
    script: '# Tools\n\nIt runs on node.js.',
    other: '# Other\n\nA parent takes care of a self.',
  });
  for (const query of ['coparenting', 'co-parenting', 'co parenting']) assert.equal((await found(search, query))[0], 'hyphen', query);
  for (const query of ['selfcare', 'self-care', 'self care']) assert.equal((await found(search, query))[0], 'joined', query);
  assert.equal((await found(search, 'mindfulsteps'))[0], 'blank');
  for (const query of ['nodejs', 'node.js']) assert.deepEqual(await found(search, query), ['script'], query);
  for (const query of ['116123', '116 123', '116-123']) assert.deepEqual(await found(search, query), ['hyphen'], query);
  for (const query of ['0800111222', '0800 111 222']) assert.deepEqual(await found(search, query), ['joined'], query);
});

test('one Chinese character is found wherever it stands', async () => {
  const chinese = await site('zh', { start: '# 信任\n\n一步。', end: '# 自信\n\n一步。', other: '# 道歉\n\n一步。' });
  assert.deepEqual((await found(chinese, '信')).sort(), ['end', 'start']);
});

test('small words find the pages that are called by them', async () => {
  const search = await site('en', { why: '# Why?\n\nA question.', dont: '# Don’t\n\nWait first.', after: '# After\n\nThe days go on.' });
  assert.deepEqual(await found(search, 'why'), ['why']);
  assert.deepEqual(await found(search, "don't"), ['dont']);
  assert.deepEqual(await found(search, 'after'), ['after']);
});

test('words beyond the first plane are looked up in the order of their characters', async () => {
  const words = Array.from({ length: 400 }, (_, at) => String.fromCodePoint(0x4fe1, 0x20000 + at * 40));
  const search = await site('zh', Object.fromEntries(words.map((word, at) => [`a${at}`, `# ${at}\n\n${`${word} `.repeat(3)}`])));
  for (const at of [0, 150, 399]) assert.deepEqual(await found(search, words[at] ?? ''), [`a${at}`]);
});

test('danger in English words brings help on a site in any language', async () => {
  assert.equal((await german.search('he hits me')).pinned, true);
  assert.equal((await german.search('grenzen')).pinned, false);
});

test('texts are split into the words of the table', async () => {
  const table = await readFile(new URL('words.tsv', import.meta.url), 'utf8');
  const lines = table.split('\n').filter((line) => line && !line.startsWith('#'));
  assert(lines.length > 8);
  for (const line of lines) {
    const [text = '', words] = line.split('\t');
    assert.equal(german.words(text).join(' '), words, text);
  }
});
