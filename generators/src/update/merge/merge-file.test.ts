import type { Content } from "@alchemy-kit/scaffold";
import { describe, expect, it } from "vitest";
import { type Merged, mergeFile } from "./merge-file.ts";

const labels = { ours: "yours", theirs: "the template" };
const [png, jpg, gif] = [{ base64: "iVBORwAA" }, { base64: "/9j/AAAA" }, { base64: "R0lGAAAA" }] as const;

type Three = [base: Content | undefined, ours: Content | undefined, theirs: Content | undefined];

describe("one file", () => {
  it.each<[string, Three, Merged]>([
    ["left alone moves on", ["a\n", "a\n", "b\n"], { kind: "taken", content: "b\n" }],
    ["is added by the template", [undefined, undefined, "b\n"], { kind: "taken", content: "b\n" }],
    ["left alone goes with the template", ["a\n", "a\n", undefined], { kind: "taken", content: undefined }],
    ["edited stays where the template did nothing", ["a\n", "x\n", "a\n"], { kind: "kept", content: "x\n" }],
    ["changed alike on both sides stays", ["a\n", "b\n", "b\n"], { kind: "kept", content: "b\n" }],
    ["removed stays away", ["a\n", undefined, "a\n"], { kind: "kept", content: undefined }],
    [
      "removed stays away, whatever the template does",
      ["a\n", undefined, "b\n"],
      { kind: "left out", content: undefined },
    ],
    [
      "edited, and dropped by the template, stays and is a conflict",
      ["a\n", "x\n", undefined],
      { kind: "conflict", content: "x\n", why: "the template no longer has it, and you have changed it" },
    ],
    ["that is not text moves on", [png, png, jpg], { kind: "taken", content: jpg }],
    [
      "that is not text, replaced on both sides, stays, with the other beside it",
      [png, gif, jpg],
      { kind: "conflict", content: gif, why: "changed on both sides, and not text", beside: jpg },
    ],
    [
      "with another line ending is not edited",
      ["a\nb\n", "a\r\nb\r\n", "a\nc\n"],
      { kind: "taken", content: "a\r\nc\r\n" },
    ],
    [
      "with another line ending goes, too",
      ["a\n", "a\r\n", undefined],
      { kind: "taken", content: undefined },
    ],
    [
      "that the template gave another line ending gets it",
      ["a\nb\nc\nd\n", "x\nb\nc\nd\n", "a\r\nb\r\nc\r\ny\r\n"],
      { kind: "merged", content: "x\r\nb\r\nc\r\ny\r\n" },
    ],
  ])("%s", (_what, [base, ours, theirs], merged) => {
    expect(mergeFile({ base, ours, theirs }, labels)).toEqual(merged);
  });

  it("edited on both sides holds both edits", () => {
    const merged = mergeFile(
      { base: "1\n2\n3\n4\n5\n", ours: "one\n2\n3\n4\n5\n", theirs: "1\n2\n3\n4\n5\n6" },
      labels,
    );
    expect(merged).toEqual({ kind: "merged", content: "one\n2\n3\n4\n5\n6" });
  });

  it("edited differently in one place holds all three, between markers", () => {
    const merged = mergeFile({ base: "1\n2\n3", ours: "1\ntwo\n3", theirs: "1\nzwei\n3" }, labels);
    expect(merged).toEqual({
      kind: "conflict",
      why: "1 place changed on both sides",
      content: "1\n<<<<<<< yours\ntwo\n||||||| as it was stamped\n2\n=======\nzwei\n>>>>>>> the template\n3",
    });
  });

  it("added on both sides is a conflict of the whole", () => {
    const merged = mergeFile({ base: undefined, ours: "x\n", theirs: "y\n" }, labels);
    expect(merged).toMatchObject({
      kind: "conflict",
      content: expect.stringContaining("<<<<<<< yours\nx\n"),
    });
  });

  it("keeps mixed line endings line by line", () => {
    const merged = mergeFile(
      { base: "1\r\n2\n3\n4\n", ours: "1\r\n2\n3\nfour\n", theirs: "one\r\n2\n3\n4\n" },
      labels,
    );
    expect(merged).toEqual({ kind: "merged", content: "one\r\n2\n3\nfour\n" });
  });
});
