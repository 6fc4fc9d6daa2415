import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { apply } from "./apply.ts";
import { inverse, type Plan } from "./change.ts";
import { bytesOf, contentOf, isSame } from "./content.ts";
import { readTree, withTree } from "./testing/tree.ts";

it("a content is exactly the bytes it was made of", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (bytes, others) => {
      expect([...bytesOf(contentOf(bytes))]).toEqual([...bytes]);
      expect(isSame(contentOf(bytes), contentOf(others))).toBe(Buffer.compare(bytes, others) === 0);
    }),
  );
});

it.each<[string, number[], unknown]>([
  ["text", [0x6f, 0x6b], "ok"],
  ["a byte order mark, which stays", [0xef, 0xbb, 0xbf, 0x6f], "\u{feff}o"],
  ["a zero byte", [0x6f, 0x00], { base64: "bwA=" }],
  ["what is not UTF-8", [0xff, 0xfe], { base64: "//4=" }],
])("%s", (_what, bytes, content) => {
  expect(contentOf(Uint8Array.from(bytes))).toEqual(content);
});

it("binary files are written, edited, removed and put back byte for byte", async () => {
  const [one, two] = [Uint8Array.from([0xff, 0x00, 0x01]), Uint8Array.from([0xfe, 0x00, 0x0d, 0x0a])];
  await withTree({}, async (root) => {
    await writeFile(join(root, "a"), one);
    const plan: Plan = [
      { kind: "edit", path: "a", before: contentOf(one), after: contentOf(two) },
      { kind: "write", path: "b", after: contentOf(one) },
    ];
    await apply(root, plan);
    expect([...(await readFile(join(root, "a")))]).toEqual([...two]);
    expect([...(await readFile(join(root, "b")))]).toEqual([...one]);
    await apply(root, inverse(plan));
    expect([...(await readFile(join(root, "a")))]).toEqual([...one]);
    expect(Object.keys(await readTree(root))).toEqual(["a"]);

    const fail = { mayChange: [], mayMake: [], run: () => Promise.reject(new Error("no")) };
    await expect(apply(root, plan, { finish: fail })).rejects.toThrow("no");
    expect([...(await readFile(join(root, "a")))]).toEqual([...one]);
    expect(Object.keys(await readTree(root))).toEqual(["a"]);
  });
});
