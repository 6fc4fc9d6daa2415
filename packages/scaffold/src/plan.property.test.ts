import fc from "fast-check";
import { expect, it } from "vitest";
import { apply } from "./apply.ts";
import { type Change, inverse, type Plan } from "./change.ts";
import { readTree, type Tree, withTree } from "./testing/tree.ts";

const path = fc
  .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"));
const tree = fc.dictionary(path, fc.string(), { maxKeys: 8 }).map(withoutFilesAsFolders);

function withoutFilesAsFolders(files: Tree): Tree {
  const paths = Object.keys(files);
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => !paths.some((other) => other.startsWith(`${path}/`))),
  );
}

/** The plan that makes one tree of the other; undefined where a file would have to become a folder or the reverse. */
function between(before: Tree, after: Tree): Plan | undefined {
  const all = { ...before, ...after };
  if (Object.keys(withoutFilesAsFolders(all)).length < Object.keys(all).length) return undefined;
  return Object.keys(all).flatMap((path): Change[] => {
    const [old, text] = [before[path], after[path]];
    if (old === undefined) return text === undefined ? [] : [{ kind: "write", path, after: text }];
    if (text === undefined) return [{ kind: "remove", path, before: old }];
    return old === text ? [] : [{ kind: "edit", path, before: old, after: text }];
  });
}

it("a plan makes exactly the tree it says, and its inverse takes exactly that away", async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, async (before, after) => {
      const plan = between(before, after);
      fc.pre(plan !== undefined);
      await withTree(before, async (root) => {
        await apply(root, plan);
        expect(await readTree(root)).toEqual(after);
        await apply(root, inverse(plan));
        expect(await readTree(root)).toEqual(before);
      });
    }),
    { numRuns: 60 },
  );
});

it("a plan that fails at any step changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, fc.nat(40), async (before, after, failAt) => {
      const plan = between(before, after);
      fc.pre(plan !== undefined);
      let step = 0;
      const fail = () => {
        if (step++ === failAt) throw new Error("no space left on device");
      };
      await withTree(before, async (root) => {
        const applied = await apply(root, plan, { onStep: fail }).then(
          () => true,
          () => false,
        );
        expect(applied).toBe(step <= failAt);
        expect(await readTree(root)).toEqual(applied ? after : before);
      });
    }),
    { numRuns: 60 },
  );
});
