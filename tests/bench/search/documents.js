/**
 * The documents of a built site as mend's index holds them, for the other tools to search in the same.
 */
import { texts } from '../../search/files.js';

/** @typedef {{ id: string, heading: string, text: string }} Section */
/** @typedef {{ url: string, title: string, summary: string, sections: Section[] }} Entry */

/** @param {string} site the folder of a built site @returns {Promise<Entry[]>} in the order of their numbers */
export async function documents(site) {
  return (await texts(site)).map(([url, title, summary, , , sections]) => ({ url, title, summary, sections: sections.map(([id, heading, text]) => ({ id, heading, text })) }));
}
