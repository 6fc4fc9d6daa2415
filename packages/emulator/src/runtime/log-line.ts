/** workerd's way of saying that a Worker threw, with the place in workerd where it noticed. */
const THROWN = /(?:Uncaught exception|exception = ).*?jsg\.(?=\w*Error: |DOMException)/;
/** Addresses inside workerd, of use to those who build it. */
const STACK = /^stack: /;

/**
 * What of a line that workerd printed is worth reading.
 * @returns undefined for nothing
 */
export function readable(line: string): string | undefined {
  if (STACK.test(line)) return undefined;
  const thrown = THROWN.exec(line);
  return thrown ? `Uncaught ${line.slice(thrown.index + thrown[0].length)}` : line;
}
