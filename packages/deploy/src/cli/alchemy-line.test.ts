import { expect, test } from "vitest";
import { argumentsFor, readAlchemyLine } from "./alchemy-line.ts";

const read = (line: string) => readAlchemyLine(line.split(" "));

test.each([
  ["destroy --profile staging", "destroy"],
  ["--profile staging destroy", "destroy"],
  ["--profile=staging destroy", "destroy"],
  ["deploy --quiet --profile=staging --version v1", "deploy"],
  ["run --profile staging", "run"],
  ["state list --profile staging", "state"],
])("alchemy %s names the profile", (line, command) => {
  expect(read(line)).toMatchObject({ command, profile: "staging" });
});

test("--stage alone, and the credentials of alchemy's own commands, are no profile", () => {
  expect(read("destroy --stage mine")).toMatchObject({ command: "destroy", profile: undefined });
  expect(read("--stage deploy destroy")).toMatchObject({ command: "destroy", profile: undefined });
  for (const command of ["login", "logout", "configure"])
    expect(read(`${command} --profile work`)).toMatchObject({ command, profile: undefined });
});

test.each([
  "destroy --profile",
  "destroy --profile=",
  "destroy --profile staging --profile prod",
  "destroy --profile staging --stage mine",
  "destroy --cwd ../other --profile staging",
  "destroy other.run.ts --profile staging",
  "deploy --app other --profile staging",
  "--profile staging",
  "create --profile staging",
])("alchemy %s is refused: it could mean two things", (line) => {
  expect(() => read(line)).toThrow("Nothing was changed");
});

test("alchemy is told the profile as its stage, in place of its own --profile", () => {
  expect(argumentsFor(read("state list --profile staging"), "staging")).toEqual([
    "state",
    "list",
    "--stage",
    "staging",
  ]);
  expect(argumentsFor(read("--profile=production run --quiet"), "prod")).toEqual([
    "run",
    "--quiet",
    "--stage",
    "prod",
  ]);
  expect(argumentsFor(read("deploy --stage mine"), undefined)).toEqual(["deploy", "--stage", "mine"]);
});
