import { checkProfileName, type ProfileName } from "@alchemy-kit/deploy/names";
import { describe, expect, it } from "vitest";
import { addProfile } from "./add-profile.ts";

function profile(name: string): ProfileName {
  const checked = checkProfileName(name);
  if (!checked.ok) throw new Error(checked.reason);
  return checked.name;
}

const config = (profiles: string, more = "") => `import { defineApp } from "@kit/deploy";

// Mine.
export default defineApp({
  name: "shop", // as ever
  profiles: ${profiles},
${more}});
`;

describe("a profile is added", () => {
  it.each([
    ["before the last one", "{ staging: {}, prod: {} }", "{ staging: {}, eu: {}, prod: {} }"],
    ["before the only one", "{prod: {}}", "{eu: {}, prod: {}}"],
    [
      "on a line of its own, where the others are",
      "{\n    staging: {},\n    prod: { domain: 'x.com' },\n  }",
      "{\n    staging: {},\n    eu: {},\n    prod: { domain: 'x.com' },\n  }",
    ],
    [
      "and comments on the others stay with them",
      '{\n    staging: {}, // ours\n    // theirs,\n    // really\n    "prod": {} /* , */,\n  }',
      '{\n    staging: {}, // ours\n    eu: {},\n    // theirs,\n    // really\n    "prod": {} /* , */,\n  }',
    ],
    [
      "with Windows' line ends",
      "{\r\n    staging: {},\r\n    prod: {}\r\n  }",
      "{\r\n    staging: {},\r\n    eu: {},\r\n    prod: {}\r\n  }",
    ],
  ])("%s", (_where, before, after) => {
    expect(addProfile(config(before), profile("eu"))).toMatchObject({ ok: true, text: config(after) });
  });

  it("before one that is named, in quotes where it needs them", () => {
    const added = addProfile(config("{ staging: {}, prod: {} }"), profile("eu-west"), "staging");
    expect(added).toEqual({
      ok: true,
      text: config('{ "eu-west": {}, staging: {}, prod: {} }'),
      profiles: ["eu-west", "staging", "prod"],
    });
  });
});

describe("refuses", () => {
  it.each([
    ["a profile that is there", config("{ eu: {}, prod: {} }"), "has the profile “eu” already"],
    ["none", config("{}"), "not written out"],
    ["profiles from elsewhere", config("{ ...others, prod: {} }"), "not written out"],
    ["computed names", config("{ [last]: {} }"), "not written out"],
    ["no literal", config("others"), "has no profiles: { … }"],
    ["a setup", config("{ prod: {} }", "  async setup({ promote }) {},\n"), "has a setup"],
    ["another export", "export default {};", "does not export defineApp"],
    ["what is not JavaScript", "export default defineApp({} as App)", "more than plain JavaScript"],
  ])("%s", (_what, text, reason) => {
    expect(addProfile(text, profile("eu"))).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it("a place that is not there", () => {
    const added = addProfile(config("{ staging: {}, prod: {} }"), profile("eu"), "test");
    expect(added).toEqual({ ok: false, reason: "it has no profile “test”, only staging, prod" });
  });
});
