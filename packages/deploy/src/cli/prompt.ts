import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks a line. Ctrl-C ends the program, as it does anywhere. */
export async function ask(question: string): Promise<string> {
  return read(question, process.stdout);
}

/** Asks for a secret: what is typed or pasted is not shown. */
export async function askSecret(question: string): Promise<string> {
  process.stdout.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await read("", nowhere);
  process.stdout.write("\n");
  return answer;
}

async function read(question: string, output: NodeJS.WritableStream): Promise<string> {
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const answer = await lines.question(question);
  lines.close();
  return answer.trim();
}
