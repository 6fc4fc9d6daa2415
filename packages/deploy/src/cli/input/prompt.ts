import { createInterface, type Interface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks a line. Ctrl-C ends the program, as it does anywhere. */
export function ask(question: string): Promise<string> {
  return answerOf(listen(process.stdout), question);
}

/** Asks for a secret: what is typed or pasted is not shown. */
export async function askSecret(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // From here on the terminal itself shows nothing either: before that, nobody may be asked.
  const lines = listen(nowhere);
  process.stdout.write(question);
  const answer = await answerOf(lines, "");
  process.stdout.write("\n");
  return answer;
}

function listen(output: NodeJS.WritableStream): Interface {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  return lines;
}

async function answerOf(lines: Interface, question: string): Promise<string> {
  const answer = await lines.question(question);
  lines.close();
  return answer.trim();
}
