import { afterAll, beforeAll, expect, test } from "vitest";
import { killWhole } from "./kill.ts";
import { Platform } from "./platform.ts";
import { printedCommand, Workspace } from "./workspace.ts";

const LIMIT = 180_000;
const program = "apps/jobs/alchemy.run.ts";
/** Everything that a profile of the app consists of. */
const parts = ["", "-db", "-feedback", "-notices", "-photos", "-reminders"];

let workspace: Workspace;
let platform: Platform;
beforeAll(async () => {
  workspace = await Workspace.create();
  const made = await workspace.gen("worker", "jobs", "--with", "d1,kv,r2,queue,workflow,cron", "--yes");
  expect(made.code, made.stderr).toBe(0);
  await workspace.kit("emulator", "start");
  platform = new Platform(await workspace.emulator());
}, LIMIT);
afterAll(() => workspace?.cleanup());

const destroy = (profile = "staging") =>
  workspace.kit("destroy", "jobs", "--profile", profile, "--yes", "--json");
const gone = { code: 0, destroyed: true, left: [] };

async function destroyed(profile?: string): Promise<object> {
  const { code, stdout } = await destroy(profile);
  return { code, ...JSON.parse(stdout) };
}

async function deployed(profile = "staging"): Promise<void> {
  const { code, stdout, stderr } = await workspace.kit("deploy", "jobs", "--profile", profile);
  expect(code, stdout + stderr).toBe(0);
}

/** Kills a first deploy once it has made the last resource that its program names before it waits. */
async function killInProvision(profile: string): Promise<void> {
  // The kit has run the program once before, with nothing made, to ask for its databases.
  const provisions = `app.phase === "up" && process.env.KIT_DATABASES !== "survey"`;
  const back = await workspace.replace(
    program,
    "export const web",
    `if (${provisions}) await new Promise((resolve) => setTimeout(resolve, 600_000));\n\nexport const web`,
  );
  const child = workspace.start("deploy", "jobs", "--profile", profile);
  await expect.poll(() => platform.named(`jobs-${profile}`), { timeout: 60_000 }).toHaveLength(4);
  killWhole(child.pid);
  await child.exited;
  await back();
}

test(
  "a first deploy killed in provision is destroyed with all that it had made, without a resume",
  async () => {
    await killInProvision("staging");
    expect(await destroyed()).toMatchObject(gone);
    expect(await platform.named("jobs-")).toEqual([]);
    expect((await workspace.kit("audit", "verify", "jobs")).code).toBe(0);
    const again = await workspace.kit("destroy", "jobs", "--profile", "staging", "--yes");
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("nothing to do")]);
  },
  LIMIT,
);

test(
  "a preview killed in provision is destroyed by its name alone",
  async () => {
    await killInProvision("preview-5");
    const { code, json } = await workspace.kit("destroy", "--profile", "preview-5", "--yes", "--json");
    expect([code, json()]).toMatchObject([0, { destroyed: ["jobs"], left: [] }]);
    expect(await platform.named("jobs-")).toEqual([]);
  },
  LIMIT,
);

test(
  "a profile with objects in its bucket is destroyed with them, once it is confirmed",
  async () => {
    await deployed();
    expect(await platform.named("jobs-staging")).toEqual(parts.map((part) => `jobs-staging${part}`));
    await platform.putObject("jobs-staging-photos", "one.png");
    const unmeant = await workspace.kit("destroy", "jobs", "--profile", "staging");
    expect(unmeant.code).toBe(2);
    const meant = await workspace.paste(printedCommand(unmeant));
    expect(meant.code, meant.stdout + meant.stderr).toBe(0);
    expect(await platform.named("jobs-")).toEqual([]);
  },
  LIMIT,
);

test(
  "a profile of which something cannot be deleted is not gone: it is named, nothing else goes there, and it can be repeated",
  async () => {
    await platform.makeBucket("jobs-shared");
    await platform.putObject("jobs-shared", "theirs.txt");
    const back = await workspace.replace(
      program,
      "export const web",
      `await R2Bucket("shared", { name: "jobs-shared", adopt: true });\n\nexport const web`,
    );
    await deployed();
    for (const attempt of [1, 2]) {
      expect(await destroyed(), `try ${attempt}`).toMatchObject({
        code: 1,
        destroyed: false,
        left: [{ name: "jobs-shared", reason: expect.stringContaining("not empty") }],
      });
      expect(await platform.named("jobs-")).toEqual(["jobs-shared"]);
    }
    const refused = await workspace.kit("deploy", "jobs");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("it is not all gone")]);
    await platform.deleteObject("jobs-shared", "theirs.txt");
    const finished = await workspace.paste(printedCommand(refused));
    expect(finished.code, finished.stdout + finished.stderr).toBe(0);
    expect(await platform.named("jobs-")).toEqual([]);
    await back();
  },
  LIMIT,
);

test(
  "what was deleted by hand before is no obstacle",
  async () => {
    await deployed();
    await platform.deleteDatabase("jobs-staging-db");
    await platform.deleteWorker("jobs-staging");
    expect(await destroyed()).toMatchObject(gone);
    expect(await platform.named("jobs-")).toEqual([]);
  },
  LIMIT,
);

test(
  "a profile whose artifact cannot be read fails to be destroyed, and says what is still there",
  async () => {
    await deployed();
    const back = await platform.tamperWith("kit-artifacts", ".tar");
    const { code, stderr } = await destroy();
    expect(code).toBe(1);
    expect(stderr).toMatch(/Still there: Worker jobs-staging, .*bucket jobs-staging-photos/);
    await back();
    expect(await destroyed()).toMatchObject(gone);
    expect(await platform.named("jobs-")).toEqual([]);
  },
  LIMIT,
);
