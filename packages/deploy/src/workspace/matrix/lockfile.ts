import { z } from "zod";

const versions = z.record(z.string(), z.string()).default({});

const asking = z.object({
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
  peerDependencies: versions,
});

/** What of a bun.lock is looked at: a package's entry is what it resolved to, where from, its own needs, its hash. */
const lockfile = z.object({
  workspaces: z.record(z.string(), asking.extend({ name: z.string() })),
  packages: z.record(z.string(), z.array(z.unknown()).min(1)),
});
type Lockfile = z.infer<typeof lockfile>;

/** A bun.lock; undefined for a text that is not one that is understood. */
export function parseLockfile(text: string): Lockfile | undefined {
  try {
    return lockfile.safeParse(JSON.parse(text.replaceAll(/,(?=\s*[}\]])/g, ""))).data;
  } catch {
    return undefined;
  }
}

/** The folders of workspaces that get other packages by one lockfile than by the other; `""` is the root. */
export function differInPackages(before: Lockfile, after: Lockfile): string[] {
  const old = new Resolution(before);
  const now = new Resolution(after);
  return Object.keys(after.workspaces).filter((dir) => old.fingerprint(dir) !== now.fingerprint(dir));
}

/** What Bun installs for whom, as a bun.lock says. */
class Resolution {
  readonly #lockfile: Lockfile;
  readonly #needs = new Map<string, readonly string[]>();

  constructor(lockfile: Lockfile) {
    this.#lockfile = lockfile;
  }

  /** Every package that a workspace gets, with its hash; undefined where there is no such workspace. */
  fingerprint(dir: string): string | undefined {
    const workspace = this.#lockfile.workspaces[dir];
    if (!workspace) return undefined;
    const reached = new Set<string>();
    const open = this.#resolveAll(workspace, dir === "" ? "" : workspace.name);
    for (let key = open.pop(); key !== undefined; key = open.pop()) {
      if (reached.has(key)) continue;
      reached.add(key);
      open.push(...this.#needsOf(key));
    }
    const { packages } = this.#lockfile;
    return JSON.stringify([...reached].sort().map((key) => packages[key]));
  }

  #needsOf(key: string): readonly string[] {
    const known = this.#needs.get(key);
    if (known) return known;
    const [resolved, ...rest] = this.#lockfile.packages[key] ?? [];
    const member = typeof resolved === "string" ? /@workspace:(.+)$/.exec(resolved)?.[1] : undefined;
    const own = member === undefined ? rest.find(isObject) : this.#lockfile.workspaces[member];
    const parsed = asking.safeParse(own ?? {});
    const needs = parsed.success ? this.#resolveAll(parsed.data, key) : [];
    this.#needs.set(key, needs);
    return needs;
  }

  #resolveAll(needs: z.infer<typeof asking>, from: string): string[] {
    const { devDependencies, dependencies, optionalDependencies, peerDependencies } = needs;
    const names = Object.keys({
      ...devDependencies,
      ...dependencies,
      ...optionalDependencies,
      ...peerDependencies,
    });
    return names.flatMap((name) => this.#resolve(name, from) ?? []);
  }

  /** As Node looks for a package: beside the one who asks, then further and further out. */
  #resolve(name: string, from: string): string | undefined {
    for (let at = from; at !== ""; at = outward(at)) {
      if (Object.hasOwn(this.#lockfile.packages, `${at}/${name}`)) return `${at}/${name}`;
    }
    return Object.hasOwn(this.#lockfile.packages, name) ? name : undefined;
  }
}

/** `a/@scope/b` → `a`, `@scope/b` → nothing. */
function outward(key: string): string {
  return key.replace(/(^|\/)(@[^/]+\/)?[^/]+$/, "");
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
