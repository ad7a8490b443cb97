/**
 * One page of every kind that the guide has, by its address below the site's root.
 */

/** @type {Record<string, string>} */
export const kinds = {
  home: '',
  section: 'repair/',
  article: 'talking-about-it/',
  timeline: 'how-long-it-takes/',
  safety: 'when-it-is-not-safe/',
  'a-z': 'a-z/',
  tags: 'tags/',
  tag: 'tags/repair/',
  audience: 'for/hurt/',
  glossary: 'glossary/',
  paths: 'paths/',
  worksheets: 'worksheets/',
  worksheet: 'worksheets/apology-planner/',
  faq: 'faq/',
  help: 'help/',
  'safe-browsing': 'safe-browsing/',
  privacy: 'privacy/',
  'not-found': '404.html',
};
