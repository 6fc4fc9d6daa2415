import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Answer, type AskedDatabase, questionSchema } from "../core/asked-database.ts";
import { type Destruction, destruction } from "../core/destruction.ts";
import type { Fault } from "../core/run-event.ts";
import { noTriggers, type Triggers, triggers } from "../core/triggers.ts";
import type { UploadedValues } from "../core/variables.ts";
import type { Target } from "../platform/target.ts";
import { messageOf } from "./refusal.ts";

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
  databases: DatabaseAsking;
  /** The values that it reads, digested, for the record of its upload. */
  values?: UploadedValues | undefined;
}

/** Who is asked about the databases that a program gives SQL. */
export interface DatabaseAsking {
  /** `survey`: the program makes, changes and keeps nothing. It may then end early, for it is given no answers. */
  kind: "ask" | "survey";
  /** Called before the database is touched. @throws when it must not be; the program then ends, and so does the call */
  about(database: AskedDatabase): Promise<void>;
}

/** How a program ended. */
export type Ended = ProgramEnded | ProgramFailed;

interface ProgramEnded {
  kind: "ended";
  /** What it declares. */
  triggers: Triggers;
  /** What became of a stage that it was to destroy; `undefined` where it did not say. */
  destroyed: Destruction | undefined;
}

interface ProgramFailed {
  kind: "failed";
  fault: Fault;
  /** Running it again may help. */
  passing: boolean;
}

/**
 * Runs an unpacked artifact's alchemy program.
 * @param folder the unpacked artifact
 * @param args for the program, as alchemy reads them from the command line
 * @throws what `task.databases` threw
 */
export async function runProgram(
  folder: string,
  args: readonly string[],
  world: ProgramWorld,
  task: ProgramTask,
): Promise<Ended> {
  const letters = await mkdtemp(join(tmpdir(), "kit-program-"));
  try {
    const told = { triggers: join(letters, "triggers.json"), destroyed: join(letters, "destroyed.json") };
    return await run(folder, args, world, task, told);
  } finally {
    await rm(letters, { recursive: true, force: true });
  }
}

/** @param told where the program writes down the triggers that it declares, and what it destroyed */
async function run(
  folder: string,
  args: readonly string[],
  world: ProgramWorld,
  { release, serving, databases, values }: ProgramTask,
  told: { triggers: string; destroyed: string },
): Promise<Ended> {
  const refusals: unknown[] = [];
  const child = Bun.spawn([process.execPath, "alchemy.run.js", ...args], {
    cwd: folder,
    env: {
      ...programEnv(world),
      KIT_RELEASE: release,
      KIT_TRIGGERS: told.triggers,
      KIT_DESTROYED: told.destroyed,
      KIT_DATABASES: databases.kind,
      ...(serving && { KIT_SERVING: JSON.stringify(serving) }),
      ...(values && { KIT_VALUES: JSON.stringify(values) }),
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    serialization: "json",
    ipc: async (message, asking) => {
      const answer = await answerTo(message, databases, refusals);
      if (answer && !asking.killed) asking.send(answer);
    },
  });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (refusals.length > 0) throw refusals[0];
  if (code !== 0) return failureOf(`${out}\n${err}`, code);
  const [declared, destroyed] = [Bun.file(told.triggers), Bun.file(told.destroyed)];
  return {
    kind: "ended",
    triggers: (await declared.exists()) ? triggers.parse(await declared.json()) : noTriggers,
    destroyed: (await destroyed.exists()) ? destruction.parse(await destroyed.json()) : undefined,
  };
}

/** @param refusals gets what kept the program from going on */
async function answerTo(
  message: unknown,
  { about }: DatabaseAsking,
  refusals: unknown[],
): Promise<Answer | undefined> {
  const asked = questionSchema.safeParse(message);
  if (!asked.success) return undefined;
  const { question, database } = asked.data;
  try {
    await about(database);
    return { question, refused: null };
  } catch (error) {
    refusals.push(error);
    return { question, refused: messageOf(error) };
  }
}

/** The environment in which alchemy reaches the target, and nothing but the target. */
export function programEnv({ target, password, env }: ProgramWorld) {
  const {
    CLOUDFLARE_API_KEY: _key,
    CLOUDFLARE_EMAIL: _email,
    KIT_DATABASES: _databases,
    KIT_RELEASE: _release,
    KIT_SERVING: _serving,
    KIT_TRIGGERS: _triggers,
    KIT_DESTROYED: _destroyed,
    KIT_VALUES: _values,
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

/** What a program says that could not reach Cloudflare, or was told to come back later. */
const passing =
  /\((?:429|5\d\d)\)|\b(?:status|error|http)[ :]+(?:429|5\d\d)\b|too many requests|timed out|unable to connect|fetch failed|connection (?:was )?(?:closed|refused|reset)|\bECONN(?:REFUSED|RESET)\b|\bETIMEDOUT\b/i;

/** 10021 is Cloudflare's word for a script that does not start; anything else may be the world's fault. */
export function failureOf(output: string, code: number): ProgramFailed {
  const lines = Bun.stripANSI(output)
    .split("\n")
    .filter((line) => line.trim() && !/^Bun v[\d.]+ /.test(line));
  const reason = reasonIn(lines) || `the program ended with exit code ${code}`;
  const taken = /already exists/i.test(reason);
  const kind = /\b10021\b/.test(output) ? "failed" : "errored";
  return {
    kind: "failed",
    fault: { kind, reason, ...(taken && { taken }) },
    passing: kind === "errored" && passing.test(reason),
  };
}

/** The last error among those lines; alchemy tells Cloudflare's own reasons in a list below it. */
function reasonIn(lines: readonly string[]): string {
  const found = lines.findLastIndex((line) => /\b\w*(error|refusal): /i.test(line));
  const at = found < 0 ? lines.length - 1 : found;
  const end = lines.findIndex((line, index) => index > at && !line.startsWith("- ["));
  const [said = "", ...reasons] = lines.slice(at, end < 0 ? undefined : end);
  return [said.replace(/^[\s-]*(\w*error: )?/i, ""), ...reasons].join(" ").trim();
}
