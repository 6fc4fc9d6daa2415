import { afterAll, beforeAll, expect, test } from "vitest";
import { printedCommand, Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
}, 120_000);
afterAll(() => workspace.cleanup());

const LIMIT = 120_000;
const destroy = (profile: string) => workspace.kit("destroy", "--profile", profile, "--yes", "--json");

test(
  "a preview is deployed without being named in any config, told of, and gone with all it had",
  async () => {
    expect(await workspace.kit("deploy", "showcase", "--profile", "preview-3")).toMatchObject({ code: 0 });
    const told = (await workspace.kit("preview", "--profile", "preview-3", "--json")).json();
    expect(told).toMatchObject({
      previews: [{ app: "showcase", release: "v1", health: "healthy", grown: null }],
    });
    expect((await workspace.kit("status", "showcase", "--json")).json()).toMatchObject({
      profiles: { staging: { release: null }, prod: { release: null } },
    });
    const gone = await destroy("preview-3");
    expect(gone.json()).toEqual({ profile: "preview-3", destroyed: ["showcase"], left: [], kept: [] });
    expect(gone.code).toBe(0);
    expect((await destroy("preview-3")).json()).toMatchObject({ destroyed: [] });
  },
  LIMIT,
);

test(
  "what the program wants kept is told by name, and the preview is gone all the same",
  async () => {
    const back = await workspace.replace(
      "apps/showcase/alchemy.run.ts",
      'migrationsDir: "./migrations"',
      'delete: false, migrationsDir: "./migrations"',
    );
    expect(await workspace.kit("deploy", "showcase", "--profile", "preview-4")).toMatchObject({ code: 0 });
    const gone = await destroy("preview-4");
    expect(gone.json()).toMatchObject({
      destroyed: ["showcase"],
      left: [],
      kept: [{ app: "showcase", name: "showcase-preview-4-db", reason: "the program says delete: false" }],
    });
    expect(gone.code).toBe(0);
    await back();
  },
  LIMIT,
);

test("what is no preview is refused: staging is not taken down for every app by one command", async () => {
  for (const profile of ["staging", "preview", "preview-0"]) {
    const { code, stderr } = await workspace.kit("preview", "--profile", profile);
    expect([code, stderr]).toEqual([2, expect.stringContaining("is no preview")]);
  }
  const unmeant = await workspace.kit("destroy", "--profile", "preview-3");
  expect(unmeant.code).toBe(2);
  expect(printedCommand(unmeant)).toContain("--yes");
  expect((await workspace.kit("promote", "showcase", "--profile", "preview-3")).code).toBe(2);
});
