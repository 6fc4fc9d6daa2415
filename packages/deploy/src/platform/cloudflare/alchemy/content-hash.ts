/** A hash as Vite, Rollup and esbuild write it, `index-DhT_y3aB.js`: eight letters, digits, `_` or `-`, or more of them. */
const dashed = /-(?:[\w-]{8}|(?=[\w-]*[\dA-Z])[\w-]{9,64})(?:\.\w+)+$/;
/** A hash as webpack and Parcel write it, `main.3f2a1b7c.js`: hexadecimal. */
const dotted = /\.(?=[a-f]*\d)[\da-f]{8,64}(?:\.\w+)+$/;
const page = /\.html?$/;

/**
 * Whether a file's name carries a hash of its content, so that every release that has a file of this name has
 * the same one. A word of eight letters passes for a hash, since a hash may look like one: a file too many is
 * carried over then, which does no harm, where one too few would be missed by a page.
 * @param path of the file on the site
 */
export function hasContentHash(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return !page.test(name) && (dashed.test(name) || dotted.test(name));
}
