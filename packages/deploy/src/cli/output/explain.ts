import type { ErrorCode } from "../../names/error-code.ts";
import { messageOf, Refusal } from "../../names/user-error.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { colour } from "./colour.ts";
import { commandLine } from "./command-line.ts";
import { faultOnGitHub } from "./on-github.ts";
import type { Terminal } from "./terminal.ts";

/** Says what went wrong and what can be done about it. @returns the exit code */
export async function explain(
  error: unknown,
  { terminal, debug }: { terminal: Terminal; debug: boolean },
): Promise<number> {
  const write = (line: string) => process.stderr.write(`${line}\n`);
  write(`${colour.red("error")} ${messageOf(error)}`);
  const action = error instanceof Refusal && error.action ? commandLine(error.action) : undefined;
  if (action) write(`      ${colour.cyan(action)}`);
  else if (!(error instanceof Refusal) && !debug)
    write(`      ${colour.dim(`${bunRun("kit …")} --debug says more`)}`);
  if (debug && error instanceof Error) write(colour.dim(error.stack ?? ""));
  await faultOnGitHub(messageOf(error), action, process.env);
  const code: ErrorCode = error instanceof Refusal ? error.code : "unexpected";
  terminal.answer({ error: { code, message: messageOf(error), action: action ?? null } });
  return error instanceof Refusal && error.kind === "usage" ? 2 : 1;
}
