import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { releasesOf } from "./released.ts";
import { type Finished, Workspace } from "./workspace.ts";

let here: Workspace;
let elsewhere: Workspace;
beforeAll(async () => {
  [here, elsewhere] = await Promise.all([Workspace.create(), Workspace.create()]);
});
afterAll(() => Promise.all([here.cleanup(), elsewhere.cleanup()]));

const deployed = z.object({ release: z.string(), digest: z.string() });

function releaseIn(finished: Finished): z.infer<typeof deployed> {
  expect(`${finished.code} ${finished.stderr}`).toMatch(/^0 /);
  return deployed.parse(finished.json());
}

test("the same sources give the same digest in another folder, time zone and locale, for another user", async () => {
  const ours = releaseIn(await here.kit("deploy", "showcase", "--json"));

  await mkdir(join(elsewhere.root, "home"));
  const env = {
    HOME: join(elsewhere.root, "home"),
    USER: "somebody",
    TZ: "Pacific/Kiritimati",
    LANG: "tr_TR.UTF-8",
    LC_ALL: "tr_TR.UTF-8",
    NODE_ENV: "development",
    VITE_SECRET: "of the environment",
  };
  const command = ["sh", "-c", `umask 077; exec "$0" run kit deploy --json`, process.execPath];
  const theirs = releaseIn(await elsewhere.run(command, { cwd: "apps/showcase/src", env }));
  expect(theirs).toEqual(ours);
});

test("an app without a program of its own, too", async () => {
  const script = 'export default { fetch: () => new Response(\'{"status":"ok"}\') };\n';
  const config = `export default {
  name: "plain",
  profiles: { staging: {}, prod: {} },
  resources: { api: { type: "worker", script: "./src/api.ts" } },
};
`;
  const manifest = {
    name: "plain",
    private: true,
    type: "module",
    devDependencies: { "@kit/deploy": "npm:@alchemy-kit/deploy@0.1.0", alchemy: "0.94.0" },
  };
  const digests = [];
  for (const [workspace, cwd] of [
    [here, "."],
    [elsewhere, "apps/plain/src"],
  ] as const) {
    await mkdir(join(workspace.root, "apps/plain/src"), { recursive: true });
    await workspace.write("apps/plain/package.json", JSON.stringify(manifest));
    await workspace.write("apps/plain/alchemy.config.ts", config);
    await workspace.write("apps/plain/src/api.ts", script);
    await workspace.run([process.execPath, "install"]);
    await workspace.run([process.execPath, "run", "kit", "deploy", "plain"], { cwd });
    digests.push((await releasesOf(workspace, "plain"))[0]?.digest);
  }
  expect(digests[0]).toMatch(/^sha256:/);
  expect(digests[1]).toBe(digests[0]);
});
