import { colour } from "../../packages/deploy/src/cli/output/colour.ts";

let chapters = 0;

/** Tells one step of the story: its title at once, what it came to below, and how long it took. */
export async function chapter(
  title: string,
  act: (say: (line: string) => void) => Promise<void>,
): Promise<void> {
  const start = performance.now();
  const say = (line: string) => write(`    ${line}`);
  write(`\n${colour.bold(`${String(++chapters).padStart(2)}  ${title}`)}`);
  await act(say);
  say(colour.dim(`took ${seconds(start)}`));
}

export function write(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(2)} s`;
}
