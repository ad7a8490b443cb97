/**
 * A site that shows every component of the theme: the theme's own gallery.md as an article, with the data that its
 * components need, and the parts of a page around an article.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { audienceData, build, folderWith, repository } from './site.js';

/** @param {string} title @param {string} [text] */
const article = (title, text = 'Words about the lamp.\n') => `---\ntitle: ${title}\nsummary: One sentence about it.\naudience: [hurt]\ntags: [components]\n---\n${text}`;

/** @type {Record<string, string>} */
const files = {
  'static/lamp.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" fill="none" stroke="#81796d" stroke-width="3"><path d="M20 28h24l-5-16H25zM32 28v24M22 56h20"/></svg>',
  'content/help.yaml': `default: gb
regions:
  - id: gb
    name: United Kingdom
    emergency: "999"
    silent: {how: on a mobile press 55 when a message asks you to, source: "https://example.org/", checked: never}
    contacts:
      - {kind: abuse, name: Abuse line, phone: "0800 1", for: anyone afraid, hours: day and night, cost: free, source: "https://example.org/", checked: never}
      - {kind: crisis, name: Crisis line, phone: "0800 2", text: "SHOUT to 1", chat: "https://example.org/chat", for: anyone in crisis, source: "https://example.org/", checked: 2026-01-31}
      - {kind: money, name: Text line, text: "MONEY to 85999", for: anyone in debt, source: "https://example.org/", checked: never}
      - {kind: substance, name: Chat line, chat: "https://example.org/chat", for: anyone who drinks, hours: in the evening, source: "https://example.org/", checked: 2026-01-31}
  - id: us
    name: United States
    emergency: "911"
    silent: {how: send a text message, text: text 911, source: "https://example.org/", checked: never}
    contacts:
      - {kind: abuse, name: Hot line, phone: "0800 3", for: anyone afraid, source: "https://example.org/", checked: never}
      - {kind: crisis, name: Life line, phone: "0800 4", for: anyone in crisis, source: "https://example.org/", checked: never}
`,
  'content/terms.yaml': 'terms:\n  - {term: lamp, definition: A light in a window., forms: [lamps], see: [wick]}\n  - {term: wick, definition: What burns in a lamp.}\n',
  'content/evidence.yaml': 'E1:\n  source: A journal of lamps, 2020\n  note: What this means is that lamps are bright. It looked at 12 lamps\n  url: https://example.org/journal\n',
  'content/audiences.yaml': audienceData,
  'content/paths.yaml': 'paths:\n  - id: dark\n    title: When it is dark\n    audience: hurt\n    summary: Three pages.\n    steps:\n      - {page: before, text: Begin.}\n      - {page: gallery, text: Go on.}\n      - {page: behind, text: Rest.}\n',
  'content/parts/before.md': article('Before it', 'Words about the lamp, and [every component](gallery.md).\n'),
  'content/parts/behind.md': article('Behind it, with a title that is longer than titles should be'),
  'content/worksheets/sheet.md': '---\ntitle: A sheet\nsafety: [couples-work]\n---\n## First\n\n> [!field] What I saw\n> lines: 3\n\n## Then\n\n> [!field] What I felt\n',
};

/**
 * Writes its source into a new folder, which is returned.
 *
 * @param {string} language
 * @param {Record<string, string>} [more] files to add
 */
export async function writeGallery(language, more) {
  return folderWith({
    ...files,
    ...more,
    'content/parts/gallery.md': await readFile(path.join(repository, 'themes/calm/gallery.md'), 'utf8'),
    'site.toml': `title = "Lamp"
language = "${language}"
[urls]
pattern = "flat"
[exit]
url = "https://exit.example/"
[style.logo]
image = "lamp.svg"
[practice]
name = "A practice"
phone = "0800 5"
email = "desk@example.org"
website = "https://example.org/"
hours = ["Monday to Friday, 9 to 17"]
out_of_hours = "At night, call the crisis line."
handout_footer = "Given to you by a practice."
`,
  });
}

/**
 * Builds it and returns the output folder; the gallery is at `gallery/`, a worksheet at `worksheets/sheet/`.
 *
 * @param {string} language
 */
export async function buildGallery(language = 'en') {
  return build(await writeGallery(language));
}
