import { stripVTControlCharacters } from "node:util";

export const keys = { enter: "\r", escape: "\u001b", interrupt: "\u0003", space: " ", down: "\u001b[B" };

/** What is to be seen first, and what is typed then. */
export type Line = readonly [see: string, type: string];

/** How it ended, all that was on the screen, and what was never seen. */
export type Conversation = { code: number; screen: string; left: readonly Line[] };

/**
 * Runs a program on a terminal, and types. Each thing to see is looked for in what came after the one before.
 * @param more of the environment, on top of this process's
 */
export async function converse(
  command: readonly string[],
  cwd: string,
  lines: readonly Line[],
  more: Readonly<Record<string, string>> = {},
): Promise<Conversation> {
  let screen = "";
  let read = 0;
  const left = [...lines];
  const { CI: _ci, ...env } = process.env;
  const child = Bun.spawn([...command], {
    cwd,
    env: { ...env, ...more, NO_COLOR: "1" },
    terminal: {
      cols: 120,
      rows: 60,
      data(terminal, bytes) {
        screen += stripVTControlCharacters(new TextDecoder().decode(bytes));
        const [next] = left;
        const found = next ? screen.indexOf(next[0], read) : -1;
        if (!next || found === -1) return;
        read = found + next[0].length;
        left.shift();
        terminal.write(next[1]);
      },
    },
  });
  return { code: await child.exited, screen, left };
}
