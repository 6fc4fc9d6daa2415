import { bunRun } from "../runner/bun-command.ts";
import { messageOf, Refusal } from "../runner/refusal.ts";
import { colour } from "./colour.ts";
import { faultOnGitHub } from "./on-github.ts";
import type { Terminal } from "./terminal.ts";

/** Says what went wrong and what mends it. @returns the exit code */
export async function explain(
  error: unknown,
  { terminal, debug }: { terminal: Terminal; debug: boolean },
): Promise<number> {
  const write = (line: string) => process.stderr.write(`${line}\n`);
  write(`${colour.red("error")} ${messageOf(error)}`);
  const mend = error instanceof Refusal ? error.mend : undefined;
  if (mend) write(`      ${colour.cyan(mend)}`);
  else if (!(error instanceof Refusal) && !debug)
    write(`      ${colour.dim(`${bunRun("kit …")} --debug says more`)}`);
  if (debug && error instanceof Error) write(colour.dim(error.stack ?? ""));
  await faultOnGitHub(messageOf(error), mend, process.env);
  terminal.answer({ error: { message: messageOf(error), mend: mend ?? null } });
  return error instanceof Refusal && error.kind === "usage" ? 2 : 1;
}
