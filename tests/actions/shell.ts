import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseValues } from "./files.ts";

/** A script that a step runs. */
export interface Script {
  text: string;
  /** Whether the step said `shell: bash`, which makes it stricter. */
  isExplicitBash: boolean;
  cwd: string;
  env: Record<string, string>;
  /** The runner's folder for temporary files. */
  temp: string;
  signal: AbortSignal;
}

export interface Ran {
  code: number;
  log: string;
  outputs: Record<string, string>;
  /** What later steps of the job get. */
  env: Record<string, string>;
  path: string[];
  summary: string;
}

const FILES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"] as const;

/**
 * Runs a script as GitHub's runner does on Linux.
 * Source: https://docs.github.com/en/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell
 */
export async function runScript({ text, isExplicitBash, cwd, env, temp, signal }: Script): Promise<Ran> {
  const folder = await mkdtemp(join(temp, "step-"));
  const file = (name: string) => join(folder, name);
  for (const name of FILES) await writeFile(file(name), "");
  await writeFile(file("script.sh"), text);
  const shell = isExplicitBash
    ? ["bash", "--noprofile", "--norc", "-eo", "pipefail", file("script.sh")]
    : ["bash", "-e", file("script.sh")];
  const log = file("log");
  const child = Bun.spawn(["sh", "-c", 'exec "$@" >"$0" 2>&1', log, ...shell], {
    cwd,
    env: { ...env, ...Object.fromEntries(FILES.map((name) => [name, file(name)])) },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    signal,
  });
  const code = await child.exited;
  const read = (name: string) => readFile(file(name), "utf8");
  const ran = {
    code,
    log: await read("log"),
    outputs: parseValues(await read("GITHUB_OUTPUT")),
    env: parseValues(await read("GITHUB_ENV")),
    path: (await read("GITHUB_PATH")).split("\n").filter(Boolean),
    summary: await read("GITHUB_STEP_SUMMARY"),
  };
  await rm(folder, { recursive: true });
  return ran;
}
