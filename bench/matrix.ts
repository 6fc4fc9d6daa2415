/**
 * `bun bench/matrix.ts`: how long `kit matrix --affected` takes in a repository of 1,000 apps, as a whole process,
 * for a change in one app and for one in the lockfile. Target: a second.
 */
import { join } from "node:path";
import { manifest, Repository } from "../packages/deploy/src/workspace/matrix/repository.fixture.ts";
import { median } from "./figure.ts";

const APPS = 1_000;
const ROUNDS = 7;
const kit = join(import.meta.dirname, "../packages/deploy/src/cli/main.ts");

const apps = Array.from({ length: APPS }, (_, at) => `app-${at}`);
const repository = await Repository.create({
  "package.json": JSON.stringify({ name: "many", workspaces: ["apps/*", "packages/*"] }),
  "bun.lock": lockfile("1.0.0"),
  "packages/ui/package.json": manifest("ui", { library: "*" }),
  ...Object.fromEntries(apps.flatMap((app) => filesOf(app))),
});
try {
  await repository.commit({ "apps/app-7/src/worker.ts": "export default {};\n" });
  await report("one app changed");
  await repository.commit({ "bun.lock": lockfile("1.1.0") });
  await report("the lockfile changed for all");
} finally {
  await repository.remove();
}

async function report(what: string): Promise<void> {
  const runs: number[] = [];
  let reached = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const command = [process.execPath, kit, "matrix", "--affected", "--since", "HEAD~1", "--json"];
    const child = Bun.spawn(command, { cwd: repository.root, stdout: "pipe", stderr: "ignore" });
    const { members } = JSON.parse(await child.stdout.text());
    runs.push(performance.now() - start);
    reached = members.length;
  }
  process.stdout.write(`${what}: ${reached} of ${APPS + 1} in ${Math.round(median(runs))} ms\n`);
}

function filesOf(app: string): [string, string][] {
  return [
    [`apps/${app}/package.json`, manifest(app, { ui: "workspace:*", react: "*" })],
    [`apps/${app}/alchemy.config.ts`, "export default {};\n"],
  ];
}

/** Two hundred packages that all apps get. */
function lockfile(library: string): string {
  const chain = Array.from({ length: 200 }, (_, at) => `part-${at}`);
  const needs = (at: number) => ({ dependencies: Object.fromEntries([[`part-${at + 1}`, "*"]]) });
  const workspaces = [
    ["", { name: "many" }],
    ["packages/ui", { name: "ui", dependencies: { library: "*" } }],
    ...apps.map((name) => [`apps/${name}`, { name, dependencies: { ui: "workspace:*", react: "*" } }]),
  ];
  const packages = [
    ["ui", ["ui@workspace:packages/ui"]],
    ["library", [`library@${library}`, "", {}, "sha512-library"]],
    ["react", ["react@19.0.0", "", { dependencies: { "part-0": "*" } }, "sha512-react"]],
    ...chain.map((name, at) => [name, [`${name}@1.0.0`, "", needs(at), `sha512-${name}`]]),
    ...apps.map((name) => [name, [`${name}@workspace:apps/${name}`]]),
  ];
  return JSON.stringify(
    {
      lockfileVersion: 1,
      workspaces: Object.fromEntries(workspaces),
      packages: Object.fromEntries(packages),
    },
    null,
    2,
  );
}
