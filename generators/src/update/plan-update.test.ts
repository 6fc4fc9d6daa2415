import { describe, expect, it } from "vitest";
import { planUpdate } from "./plan-update.ts";

const labels = { ours: "yours", theirs: "the template" };
const long = (word: string) => ["one", "two", "three", "four", word, "six", "seven"].join("\n");

type Tree = Record<string, string>;

/** What is there after the update, and the report on each file. */
function update(base: Tree, ours: Tree, theirs: Tree) {
  const [b, o, t] = [base, ours, theirs].map((tree) => new Map(Object.entries(tree)));
  if (!b || !o || !t) throw new Error("Three trees.");
  const { plan, report } = planUpdate({ base: b, ours: o, theirs: t }, labels);
  const after = { ...ours };
  for (const change of plan) {
    if (change.kind === "remove") delete after[change.path];
    else after[change.path] = String(change.after);
  }
  return {
    after,
    report: report.map(({ what, from, path }) => `${what} ${from ? `${from} → ` : ""}${path}`),
  };
}

describe("moves", () => {
  it("an edit goes with a file that the template moved and changed", () => {
    expect(
      update(
        { "a.ts": long("five") },
        { "a.ts": `${long("five")}\nmine` },
        { "src/a.ts": `zero\n${long("five")}` },
      ),
    ).toEqual({
      after: { "src/a.ts": `zero\n${long("five")}\nmine` },
      report: ["merged a.ts → src/a.ts"],
    });
  });

  it("a file that its owner moved stays there, and moves on", () => {
    expect(update({ "a.ts": long("five") }, { "mine/a.ts": long("five") }, { "a.ts": long("FIVE") })).toEqual(
      {
        after: { "mine/a.ts": long("FIVE") },
        report: ["updated mine/a.ts"],
      },
    );
  });

  it("moved on both sides, it is where its owner put it", () => {
    expect(
      update({ "a.ts": long("five") }, { "mine.ts": long("five") }, { "theirs.ts": long("FIVE") }),
    ).toEqual({
      after: { "mine.ts": long("FIVE") },
      report: ["updated mine.ts"],
    });
  });

  it("moved by its owner and dropped by the template, it is its owner's", () => {
    expect(update({ "a.ts": long("five") }, { "mine.ts": long("five") }, {})).toEqual({
      after: { "mine.ts": long("five") },
      report: [],
    });
  });

  it("a file is not moved onto one that its owner has made", () => {
    const { after, report } = update(
      { "a.ts": long("five") },
      { "a.ts": long("mine"), "b.ts": "my own" },
      { "b.ts": long("five") },
    );
    expect(report).toEqual(["conflict a.ts", "conflict b.ts"]);
    expect(after["a.ts"]).toBe(long("mine"));
    expect(after["b.ts"]).toContain("my own");
  });

  it("of two that are alike, the one that kept its name is it", () => {
    expect(
      update(
        { "a/x.ts": long("five"), "a/y.ts": long("five") },
        { "a/x.ts": `${long("five")}\nx`, "a/y.ts": `${long("five")}\ny` },
        { "b/y.ts": long("five"), "b/x.ts": long("five") },
      ).after,
    ).toEqual({ "b/x.ts": `${long("five")}\nx`, "b/y.ts": `${long("five")}\ny` });
  });
});

it("a file that its owner removed stays away, and is named where the template has changed it", () => {
  expect(update({ "a.ts": "1\n", "b.ts": "1\n" }, {}, { "a.ts": "2\n", "b.ts": "1\n" })).toEqual({
    after: {},
    report: ["left out a.ts"],
  });
});

it("what its owner added stays", () => {
  expect(update({}, { "mine.ts": "mine" }, { "new.ts": "new" })).toEqual({
    after: { "mine.ts": "mine", "new.ts": "new" },
    report: ["added new.ts"],
  });
});
