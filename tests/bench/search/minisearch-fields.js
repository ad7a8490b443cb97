/** What MiniSearch indexes of each section, in the page as when the index is made. */
export const fields = { fields: ['title', 'heading', 'text'], storeFields: ['url', 'title', 'heading'] };
