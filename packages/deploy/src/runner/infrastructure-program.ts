import type { Fault } from "../core/run-event.ts";
import type { Target } from "../platform/target.ts";

/** What the infrastructure program needs to know of the world. */
export interface ProgramWorld {
  target: Target;
  password: string;
  env: NodeJS.ProcessEnv;
}

/** The release that serves while another is made ready: its tag, and where its artifact is unpacked. */
export interface ServingFolder {
  release: string;
  folder: string;
}

/** What a program is run for. */
export interface ProgramTask {
  /** The tag that the uploaded version is to carry. */
  release: string;
  serving?: ServingFolder | undefined;
}

/**
 * Runs an unpacked artifact's alchemy program.
 * @param folder the unpacked artifact
 * @param args for the program, as alchemy reads them from the command line
 */
export async function runProgram(
  folder: string,
  args: readonly string[],
  world: ProgramWorld,
  { release, serving }: ProgramTask,
): Promise<{ kind: "ended" } | { kind: "failed"; fault: Fault }> {
  const child = Bun.spawn([process.execPath, "alchemy.run.js", ...args], {
    cwd: folder,
    env: {
      ...programEnv(world),
      KIT_RELEASE: release,
      ...(serving && { KIT_SERVING: JSON.stringify(serving) }),
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return code === 0 ? { kind: "ended" } : { kind: "failed", fault: faultOf(`${out}\n${err}`, code) };
}

/** The environment in which alchemy reaches the target, and nothing but the target. */
export function programEnv({ target, password, env }: ProgramWorld) {
  const {
    CLOUDFLARE_API_KEY: _key,
    CLOUDFLARE_EMAIL: _email,
    KIT_RELEASE: _release,
    KIT_SERVING: _serving,
    ...rest
  } = env;
  return {
    ...rest,
    CLOUDFLARE_BASE_URL: target.apiUrl,
    CLOUDFLARE_API_BASE_URL: target.apiUrl,
    CLOUDFLARE_API_TOKEN: target.token,
    CLOUDFLARE_ACCOUNT_ID: target.accountId,
    ALCHEMY_PASSWORD: password,
    ALCHEMY_TELEMETRY_DISABLED: "1",
  };
}

/** 10021 is Cloudflare's word for a script that does not start; anything else may be the world's fault. */
function faultOf(output: string, code: number): Fault {
  const lines = Bun.stripANSI(output)
    .split("\n")
    .filter((line) => line.trim() && !/^Bun v[\d.]+ /.test(line));
  const said = lines.findLast((line) => /\b\w*(error|refusal): /i.test(line)) ?? lines.at(-1);
  const reason =
    said?.replace(/^[\s-]*(\w*error: )?/i, "").trim() || `the program ended with exit code ${code}`;
  const taken = /already exists/i.test(reason);
  return { kind: /\b10021\b/.test(output) ? "failed" : "errored", reason, ...(taken && { taken }) };
}
