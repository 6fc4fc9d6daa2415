import { type Finished, Workspace } from "../tests/workspace.ts";

/** A workspace with the app that is measured. Every command is timed as a whole process, from its start to its end. */
export class Shop {
  readonly workspace: Workspace;
  readonly #undo = new Map<string, () => Promise<void>>();
  #changes = 0;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  static async open(): Promise<Shop> {
    return new Shop(await Workspace.create());
  }

  gen(...args: string[]): Promise<number> {
    return timed(() => this.workspace.gen(...args));
  }

  kit(...args: string[]): Promise<number> {
    return timed(() => this.workspace.kit(...args));
  }

  /** Stamps the app, and takes a `v1` and a `v2` to prod, so that there is something to roll back to. */
  async releaseTwice(): Promise<void> {
    await this.gen("app", "shop", "--yes");
    for (let release = 1; release <= 2; release++) {
      await this.kit("deploy", "shop");
      await this.promote();
      await this.approve();
      await this.kit("resume", "shop");
      await this.change();
    }
  }

  /** Takes the newest release as far as the gate before prod, where it waits. */
  promote(): Promise<number> {
    return timed(() => this.workspace.kit("promote", "shop", "--profile", "prod"), 3);
  }

  async approve(): Promise<void> {
    await this.kit("approve", "shop", "--gate", "prod-approval");
  }

  /** Changes the page, its script and the API, as a new release would. */
  async change(): Promise<void> {
    const change = ++this.#changes;
    const edits = [
      ["index.html", "<title>", `<title>${change} `],
      ["src/page/main.tsx", "createRoot(root)", `console.info(${change});\ncreateRoot(root)`],
      ["src/api/health.ts", 'c.json({ status: "ok"', `c.json({ change: ${change}, status: "ok"`],
    ] as const;
    for (const [file, before, after] of edits) {
      await this.#undo.get(file)?.();
      this.#undo.set(file, await this.workspace.replace(`apps/shop/${file}`, before, after));
    }
  }
}

/** @returns milliseconds. @throws when the command ends with another exit code than `expected` */
async function timed(command: () => Promise<Finished>, expected = 0): Promise<number> {
  const start = performance.now();
  const { code, stdout, stderr } = await command();
  const time = Math.round(performance.now() - start);
  if (code === expected) return time;
  throw new Error(`A command ended with exit code ${code}, not ${expected}:\n${stdout}${stderr}`);
}
