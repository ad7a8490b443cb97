#!/usr/bin/env node
/**
 * Makes MiniSearch's index of the documents that mend's index has: `node minisearch-index.js SITE OUTPUT`. A program of its
 * own, so that its time can be measured.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import MiniSearch from 'minisearch';
import { documents } from './documents.js';
import { fields } from './minisearch-fields.js';

const [site = '', output = ''] = process.argv.slice(2);
await mkdir(path.join(output, 'texts'), { recursive: true });
const index = new MiniSearch(fields);
for (const [page, { url, title, summary, sections }] of (await documents(site)).entries()) {
  index.addAll(sections.map(({ id, heading, text }, at) => ({
    id: `${page}-${at}`, url: id ? `${url}#${id}` : url, title, heading, text: at ? text : `${summary} ${text}`,
  })));
  await writeFile(path.join(output, 'texts', `${page}.json`), JSON.stringify(sections.map(({ text }) => text)));
}
await writeFile(path.join(output, 'index.json'), JSON.stringify(index));
