import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readAction, readWorkflow } from "./model.ts";

const ours = join(import.meta.dirname, "../../.github");
const text = (path: string) => readFileSync(join(ours, path), "utf8");

test.each(readdirSync(join(ours, "workflows")))(
  "GitHub's parser has nothing against %s, and the runner understands all that it says",
  (file) => {
    expect(Object.keys(readWorkflow(file, text(`workflows/${file}`)).jobs)).not.toEqual([]);
  },
);

test.each(readdirSync(join(ours, "actions")))("nor against the action %s", (name) => {
  expect(readAction(name, text(`actions/${name}/action.yml`)).runs.steps).not.toEqual([]);
});
