// @ts-check
// Makes the address that opens a place in the author's editor. The browser opens it; the server starts nothing.

/**
 * The address that opens a place in the editor. The name of a file can hold any character.
 *
 * @param {string} pattern
 * @param {string} file
 * @param {number} line
 * @param {number} column
 */
export function editorUrl(pattern, file, line, column) {
  /** @type {Record<string, string>} */
  const values = {
    "{file}": file.split("/").map(encodeURIComponent).join("/"),
    "{line}": String(line),
    "{column}": String(column),
  };
  return pattern.replace(/\{(file|line|column)\}/g, (name) => values[name] ?? name);
}
