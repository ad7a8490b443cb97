/**
 * The page that searches with another tool, as mend's own box does: what it needs is loaded when a reader comes to the box,
 * words are looked for as they are typed, and the list shows three pages with an excerpt each. Bundled with one `tool.js`.
 */
import { open, search } from 'tool';

/** @type {HTMLInputElement} */
const input = document.querySelector('input');
const list = document.querySelector('ol');
const status = document.querySelector('[role=status]');

let turn = 0;
/** @type {number | undefined} */
let timer;
/** How long a pause in typing is, in milliseconds: the same as in mend's box. */
const PAUSE = 250;

input.addEventListener('focus', () => void open(), { once: true });
input.addEventListener('input', async () => {
  const mine = ++turn;
  clearTimeout(timer);
  const query = input.value.trim();
  if (!query) {
    status.textContent = '';
    list.replaceChildren();
    return;
  }
  const pause = new Promise((done) => (timer = setTimeout(done, PAUSE)));
  const results = await search(query, pause);
  if (mine !== turn) return;
  list.replaceChildren(
    ...results.map(({ url, title, excerpt }) => {
      const item = document.createElement('li');
      const link = document.createElement('a');
      link.href = url;
      link.textContent = title;
      const text = document.createElement('p');
      text.innerHTML = excerpt;
      item.append(link, text);
      return item;
    }),
  );
  status.textContent = `Results for ${query}`;
});
