import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../install.ts";
import { Shell } from "./command.ts";

/** Where the story plays: an app of its own in this repository, an emulator of its own in a temporary folder. */
export interface Stage {
  app: string;
  shell: Shell;
  clear(): Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const app = freeName();
  const dir = await mkdtemp(join(tmpdir(), "alchemy-kit-demo-"));
  const { CLOUDFLARE_API_TOKEN: _token, CLOUDFLARE_ACCOUNT_ID: _account, CI: _ci, ...env } = process.env;
  const shell = new Shell({
    ...env,
    KIT_TARGET: "emulator",
    KIT_EMULATOR_DIR: join(dir, "emulator"),
    NO_COLOR: "1",
  });
  const clear = async () => {
    await shell.quietly(["kit", "emulator", "stop"]);
    if (existsSync(join(root, "apps", app))) await shell.quietly(["gen", "remove", app, "--yes", "--force"]);
    await rm(dir, { recursive: true, force: true });
  };
  return { app, shell, clear };
}

/** Replaces text in a file of the app, as somebody's edit. @throws when the text is not there */
export async function edit(app: string, file: string, from: string, to: string): Promise<void> {
  const path = join(root, "apps", app, file);
  const text = await readFile(path, "utf8");
  if (!text.includes(from)) throw new Error(`apps/${app}/${file} has no “${from}” to change.`);
  await writeFile(path, text.replaceAll(from, to));
}

function freeName(): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? "demo" : `demo-${number}`;
    if (!existsSync(join(root, "apps", name))) return name;
  }
}
