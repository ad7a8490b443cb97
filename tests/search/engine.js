/**
 * Search in a built site without a browser: runs the published `client.js` with a document that can only load scripts of
 * the index, from disk. It records the size of what is loaded.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { gzipSync } from 'node:zlib';

/** @typedef {{ url: string, heading: string }} Place */
/** @typedef {{ url: string, title: string, section: string, filters: string[], best: Place, more: Place[], excerpt: string[], why: string[] }} Hit */
/** @typedef {{ pinned: boolean, corrected: [string, string][], results: Hit[], count: number }} Answer */
/** @typedef {{ typing?: boolean, most?: number, filters?: string[], section?: string, language?: string }} Options */
/**
 * `loaded`: the size of each file that was asked for, as a host compresses it. `words`: the words of a text, folded.
 *
 * @typedef {{ search: (query: string, options?: Options) => Promise<Answer>, words: (text: string) => string[], loaded: Map<string, number> }} Engine
 */

const compressed = new Map();

/** @param {string} file @param {string} text */
function size(file, text) {
  if (!compressed.has(file)) compressed.set(file, gzipSync(text).length);
  return compressed.get(file);
}

/**
 * A search at the beginning of a visit, with nothing loaded except the client.
 *
 * @param {string} site the folder of a built site
 * @param {string} [language] of the page that the reader is on
 * @returns {Engine}
 */
export function engine(site, language = 'en-GB') {
  const folder = path.join(site, 'search/data');
  const loaded = new Map();
  /** @param {string} name */
  const read = (name) => {
    const text = readFileSync(path.join(folder, name), 'utf8');
    loaded.set(name, size(path.join(folder, name), text));
    return text;
  };
  const base = 'http://localhost/search/data/';
  const document = {
    currentScript: { src: `${base}client.js` },
    documentElement: { lang: language },
    createElement: () => ({ src: '', onload() {}, onerror() {}, remove() {} }),
    head: {
      /** @param {{ src: string, onload: () => void, onerror: () => void }} element */
      append(element) {
        try {
          vm.runInContext(read(decodeURIComponent(element.src.slice(base.length)).split('?')[0] ?? ''), context);
          element.onload();
        } catch {
          element.onerror();
        }
      },
    },
  };
  const context = vm.createContext({ document, URL });
  Object.assign(context, { window: context });
  vm.runInContext(read('client.js'), context);
  // Copied, because lists from another context are never deeply equal to lists of this one.
  return {
    search: async (query, options) => structuredClone(await context['mendSearch'].search(query, options)),
    words: (text) => [...context['mendSearch'].words(text)],
    loaded,
  };
}
