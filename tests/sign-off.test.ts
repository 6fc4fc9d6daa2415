import { afterAll, beforeAll, expect, test } from "vitest";
import { statusOf } from "./served.ts";
import { printedCommand, Workspace } from "./workspace.ts";

const config = `import { defineApp } from "@kit/deploy";

export default defineApp({
  name: "shop",
  profiles: { staging: {}, prod: {} },
  async setup({ promote, gate }) {
    await promote("staging");
    await promote("prod");
    await gate("sign-off", { type: "manual" });
  },
});
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
  expect(await workspace.gen("worker", "shop", "--yes")).toMatchObject({ code: 0 });
  await workspace.write("apps/shop/alchemy.config.ts", config);
}, 120_000);
afterAll(() => workspace?.cleanup());

const inProd = async () => (await statusOf(workspace, "shop")).profiles.prod?.release;

/** Takes what the folder holds through staging into prod, where it waits to be signed off. */
async function ship(): Promise<void> {
  const deployed = await workspace.kit("deploy", "shop");
  expect(deployed.code, deployed.stdout + deployed.stderr).toBe(0);
  const promoted = await workspace.kit("promote", "shop", "--profile", "prod");
  expect(promoted.code, promoted.stdout + promoted.stderr).toBe(3);
}

/** Makes the next build another release. */
async function change(text: string): Promise<void> {
  const path = `${workspace.root}/apps/shop/src/worker.ts`;
  const worker = await Bun.file(path).text();
  await Bun.write(path, `${worker}\nObject.assign(globalThis, { edition: "${text}" });\n`);
}

test("a run that waits for its sign-off keeps prod for itself, and a rollback ends it for good", async () => {
  await ship();
  expect(await workspace.kit("approve", "shop", "--gate", "sign-off")).toMatchObject({ code: 0 });
  expect(await workspace.kit("resume", "shop")).toMatchObject({ code: 0 });
  expect(await inProd()).toBe("v1");

  await change("second");
  await ship();
  expect(await inProd()).toBe("v2");

  await change("third");
  expect(await workspace.kit("deploy", "shop")).toMatchObject({ code: 0 });
  const refused = await workspace.kit("promote", "shop", "--profile", "prod");
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("waits at sign-off") });
  expect(printedCommand(refused)).toMatch(/kit approve shop --gate sign-off --release v2$/);
  expect(await inProd()).toBe("v2");

  const back = await workspace.kit("rollback", "shop", "--profile", "prod", "--to", "v1");
  expect(back.code, back.stdout + back.stderr).toBe(0);
  expect(await inProd()).toBe("v1");

  expect(await workspace.kit("reject", "shop", "--gate", "sign-off")).toMatchObject({ code: 2 });
  expect(await workspace.kit("resume", "shop")).toMatchObject({ code: 1 });
  expect((await statusOf(workspace, "shop")).runs).toEqual([]);
  expect(await inProd()).toBe("v1");
}, 180_000);
