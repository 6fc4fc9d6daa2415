import { dirname, join } from "node:path";
import { z } from "zod";
import { messageOf, Refusal } from "../../names/user-error.ts";

const running = z.object({
  running: z.literal(true),
  apiUrl: z.string(),
  workersUrl: z.string(),
  token: z.string(),
  accountId: z.string(),
  dir: z.string(),
});
const stopped = z.object({ running: z.literal(false), dir: z.string() });
const status = z.discriminatedUnion("running", [running, stopped]);

export type RunningEmulator = z.infer<typeof running>;
export type EmulatorStatus = z.infer<typeof status>;

/** Milliseconds in which an emulator that is there tells so; after it, its command line is asked. */
const ANSWER_TIME = 1_000;

/** The repository whose emulator is meant. */
export interface Repository {
  root: string;
}

/** The folder a repository's emulator keeps its state in. `KIT_EMULATOR_DIR` names another. */
export function emulatorDir({ root }: Repository, env: NodeJS.ProcessEnv = process.env): string {
  return env.KIT_EMULATOR_DIR || join(root, ".kit", "emulator");
}

/**
 * Whether an emulator runs that keeps its state in `dir`, and where. Its command line says so, for which a process has to
 * start; one request does where the emulator that `running.json` names answers to the token that is in there.
 */
export async function emulatorStatus(dir: string): Promise<EmulatorStatus> {
  const named = await namedEmulator(dir);
  if (named && (await answers(named))) return named;
  return status.parse(await emulatorJson(["status", "--dir", dir, "--json"]));
}

/** The emulator that `running.json` names: one that was killed is named there still. */
async function namedEmulator(dir: string): Promise<RunningEmulator | undefined> {
  try {
    return running.parse(await Bun.file(join(dir, "running.json")).json());
  } catch {
    return undefined;
  }
}

/** Another emulator, on the port that this one had, knows another token. */
async function answers({ apiUrl, token }: RunningEmulator): Promise<boolean> {
  try {
    const headers = { authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(ANSWER_TIME);
    return (await fetch(`${apiUrl}/user/tokens/verify`, { headers, signal })).ok;
  } catch {
    return false;
  }
}

/** Starts the emulator in the background; one that runs already is simply found. @throws Refusal */
export async function startEmulator(dir: string, options: readonly string[] = []): Promise<RunningEmulator> {
  return running.parse(await emulatorJson(["start", "--detach", "--dir", dir, "--json", ...options]));
}

/** The command that runs the emulator's own command line, which is all that the kit knows of it. */
export function emulatorCommand(args: readonly string[]): string[] {
  const manifest = Bun.resolveSync("@alchemy-kit/emulator/package.json", import.meta.dirname);
  return [process.execPath, join(dirname(manifest), "src", "cli", "main.ts"), ...args];
}

async function emulatorJson(args: readonly string[]): Promise<unknown> {
  const child = Bun.spawn(emulatorCommand(args), { stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0)
    throw new Refusal(
      "emulator-failed",
      `The emulator did not ${args[0]}: ${err.trim() || `exit code ${code}`}`,
    );
  try {
    return JSON.parse(out);
  } catch (error) {
    throw new Refusal("emulator-failed", `The emulator did not answer in JSON: ${messageOf(error)}`);
  }
}
