import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { FEATURES, type Feature } from "../generators/src/template/feature.ts";
import { type Emulator, Workspace } from "./workspace.ts";

/** Six apps in which every two choices, of the template and of each feature, meet in each of their four ways. */
const APPS: { name: string; template: "app" | "worker"; features: Feature[] }[] = [
  { name: "bare", template: "worker", features: [] },
  { name: "stored", template: "app", features: ["d1", "kv", "r2", "do", "queue"] },
  { name: "timed", template: "app", features: ["d1", "kv", "workflow", "cron"] },
  { name: "seen", template: "app", features: ["r2", "do", "workflow", "cron"] },
  { name: "worked", template: "worker", features: ["d1", "r2", "queue", "workflow"] },
  { name: "counted", template: "worker", features: ["kv", "do", "queue", "cron"] },
];

/** A request that a feature has to answer, where it is deployed, and the status that it answers with. */
const USES: Partial<Record<Feature, [path: string, body: object | undefined, status: number]>> = {
  d1: ["/api/items", { text: "milk" }, 201],
  kv: ["/api/notice", undefined, 200],
  r2: ["/api/photo", undefined, 404],
  do: ["/api/visits", {}, 201],
  queue: ["/api/feedback", { text: "nice" }, 202],
  workflow: ["/api/reminders", { text: "tea", seconds: 60 }, 201],
};

it("every two choices meet in each of their four ways", () => {
  const choices = ["template", ...FEATURES] as const;
  const chosen = ({ template, features }: (typeof APPS)[number], choice: (typeof choices)[number]) =>
    choice === "template" ? template === "app" : features.includes(choice);
  for (const [index, one] of choices.entries()) {
    for (const other of choices.slice(index + 1)) {
      const met = APPS.map((app) => `${chosen(app, one)} ${chosen(app, other)}`);
      expect(new Set(met).size, `${one} with ${other}`).toBe(4);
    }
  }
});

describe("each of them, installed", () => {
  let workspace: Workspace;
  let emulator: Emulator;
  beforeAll(async () => {
    workspace = await Workspace.create();
    for (const { name, template, features } of APPS) {
      await make(name, template, features);
    }
    expect((await workspace.run([process.execPath, "install"])).code).toBe(0);
    await workspace.kit("emulator", "start");
    emulator = await workspace.emulator();
  });
  afterAll(() => workspace.cleanup());

  async function make(name: string, template: string, features: readonly Feature[]): Promise<void> {
    const chosen = features.join() || "none";
    const made = await workspace.gen("app", name, "--template", template, "--with", chosen, "--no-install");
    expect(made.code, made.stderr).toBe(0);
  }

  it.each(APPS)("$name: $template with $features builds, to the same bytes again", async ({ name }) => {
    const build = () => workspace.run([process.execPath, "--bun", "run", "build"], { cwd: `apps/${name}` });
    const built = await build();
    expect(built.code, built.stdout + built.stderr).toBe(0);
    const bytes = () => Bun.file(`${workspace.root}/apps/${name}/dist/worker/worker.js`).text();
    const first = await bytes();
    await build();
    expect(await bytes()).toBe(first);
  });

  it.each(APPS)(
    "$name: $template with $features passes its own tests and type check",
    async ({ name }) => {
      for (const script of ["test", "typecheck"]) {
        const run = await workspace.run([process.execPath, "run", script], { cwd: `apps/${name}` });
        expect(run.code, run.stdout + run.stderr).toBe(0);
      }
    },
    60_000,
  );

  it.each(APPS)(
    "$name: $template with $features is deployed and at work",
    async ({ name, template, features }) => {
      const deployed = await workspace.kit("deploy", name, "--profile", "staging", "--json");
      expect(deployed.code, deployed.stdout + deployed.stderr).toBe(0);

      const ask = (path: string, body?: object) =>
        fetch(new URL(path, emulator.workersUrl), {
          headers: { host: `${name}-staging.localhost`, ...(body && { "content-type": "application/json" }) },
          ...(body && { method: "POST", body: JSON.stringify(body) }),
        });
      const health = await ask("/api/health");
      expect(z.object({ status: z.string(), release: z.string() }).parse(await health.json())).toEqual({
        status: "ok",
        release: "v1",
      });
      expect((await ask("/")).status).toBe(template === "app" ? 200 : 404);
      for (const feature of features) {
        const [path, body, status] = USES[feature] ?? ["/api/health", undefined, 200];
        expect((await ask(path, body)).status, feature).toBe(status);
      }
    },
    60_000,
  );
});
