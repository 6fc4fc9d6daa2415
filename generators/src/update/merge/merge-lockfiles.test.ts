import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readLockfile, writeLockfile } from "./lockfile.ts";
import { mergeLockfiles } from "./merge-lockfiles.ts";

const real = readFileSync(join(import.meta.dirname, "../../../../bun.lock"), "utf8");

/** A lockfile as Bun writes it: of workspaces by their folders, with what they depend on, and of packages. */
function lockfile(workspaces: Record<string, string[]>, packages: Record<string, string>): string {
  const pairs = (names: string[]) => names.map((name) => `        "${name}": "1.0.0",\n`).join("");
  const places = Object.entries(workspaces).map(
    ([path, names]) => `    "${path}": {\n      "dependencies": {\n${pairs(names)}      },\n    },\n`,
  );
  const found = Object.entries(packages).map(([key, version]) => `    "${key}": ["${key}@${version}"],\n`);
  return `{\n  "lockfileVersion": 2,\n  "workspaces": {\n${places.join("")}  },\n  "packages": {\n${found.join("\n")}  }\n}\n`;
}

it("a lockfile that is taken apart and put together is as it was", () => {
  const { entries } = readLockfile(real);
  expect(entries.packages.size).toBeGreaterThan(300);
  expect(writeLockfile(readLockfile(real))).toBe(real);
});

it("what is nested comes after all that is not, by the names of the packages", () => {
  const packages = { "@b/c": "1", a: "1", "wrap/x": "1", "wrap-cjs/a": "1", "a/@b/c/d": "1" };
  const reversed = Object.fromEntries(Object.entries(packages).reverse());
  expect(writeLockfile(readLockfile(lockfile({}, reversed)))).toBe(lockfile({}, packages));
});

it("apps that were added on two branches are both there, wherever their names stand", () => {
  const name = fc.stringMatching(/^[a-z]{1,3}$/);
  const names = fc.uniqueArray(name, { minLength: 2, maxLength: 8 });
  const property = fc.property(names, fc.nat(8), fc.nat(8), (all, from, to) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const of = (apps: string[]) => {
      const sorted = apps.toSorted();
      const places = Object.fromEntries(sorted.map((app) => [`apps/${app}`, ["hono", `only-${app}`]]));
      return lockfile(places, Object.fromEntries(sorted.map((app) => [app, "workspace"])));
    };
    const base = all.slice(0, first);
    const ours = of([...base, ...all.slice(first, last)]);
    const theirs = of([...base, ...all.slice(last)]);
    expect(mergeLockfiles({ base: of(base), ours, theirs })).toBe(of(all));
    expect(mergeLockfiles({ base: of(base), ours: theirs, theirs: ours })).toBe(of(all));
  });
  fc.assert(property);
});

it("what one branch changed or took away stays so", () => {
  const base = lockfile({ "apps/a": ["x"], "apps/b": ["x", "y", "z"] }, { a: "1", x: "1" });
  const ours = lockfile({ "apps/b": ["w", "x", "y", "z"] }, { x: "1" });
  const theirs = lockfile({ "apps/a": ["x"], "apps/b": ["x", "y"] }, { a: "1", x: "2" });
  expect(mergeLockfiles({ base, ours, theirs })).toBe(lockfile({ "apps/b": ["w", "x", "y"] }, { x: "2" }));
});

it("one package that is another on each branch is for people to settle", () => {
  const at = (version: string) => lockfile({}, { x: version });
  expect(mergeLockfiles({ base: at("1"), ours: at("2"), theirs: at("3") })).toBeUndefined();
  expect(mergeLockfiles({ base: lockfile({}, {}), ours: at("2"), theirs: at("3") })).toBeUndefined();
});

it("what is no lockfile of Bun's is merged as any text is, or not at all", () => {
  expect(mergeLockfiles({ base: "a\nb\nc\n", ours: "A\nb\nc\n", theirs: "a\nb\nC\n" })).toBe("A\nb\nC\n");
  expect(mergeLockfiles({ base: "a\n", ours: "b\n", theirs: "c\n" })).toBeUndefined();
});
