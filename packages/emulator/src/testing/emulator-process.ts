import { join } from "node:path";
import { z } from "zod";
import type { Emulator } from "../server/emulator.ts";
import { callsTo, type TestCloud } from "./test-cloud.ts";

const Running = z.object({
  apiUrl: z.string(),
  workersUrl: z.string(),
  token: z.string(),
  accountId: z.string(),
});

/** What can be asked of an emulator that runs in a process of its own. */
export type RemoteCloud = Omit<TestCloud, keyof Emulator> & Pick<Emulator, "workersUrl" | "fetch">;

/** An emulator in a process of its own, which can be killed. */
export class EmulatorProcess {
  readonly #dir: string;
  #child: Bun.Subprocess<"ignore", "pipe", "inherit"> | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** @throws when it does not get ready */
  async start(): Promise<RemoteCloud> {
    const main = join(import.meta.dirname, "../cli/main.ts");
    const child = Bun.spawn([process.execPath, main, "start", "--dir", this.#dir, "--json", "--quiet"], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });
    this.#child = child;
    const running = Running.parse(JSON.parse(await firstLine(child.stdout)));
    const { port } = new URL(running.apiUrl);
    return {
      ...callsTo(running),
      workersUrl: running.workersUrl,
      fetch: (worker, path, init) => fetch(`http://${worker}.localhost:${port}${path}`, init),
    };
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.exited;
  }
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    text += decoder.decode(bytes, { stream: true });
    if (text.includes("\n")) return text.slice(0, text.indexOf("\n"));
  }
  throw new Error("The emulator ended before it was ready.");
}
