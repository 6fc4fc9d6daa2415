/**
 * Which places in a bundle are of a package that was installed.
 * @param code as Bun bundles it, each module under a comment with its path
 */
export function foreignParts(code: string): (at: number) => boolean {
  const modules = [...code.matchAll(/^\/\/ (\S+\.\w+)$/gm)].map(({ index, 1: path = "" }) => ({
    index,
    path,
  }));
  return (at) => /(^|\/)node_modules\//.test(modules.findLast(({ index }) => index <= at)?.path ?? "");
}
