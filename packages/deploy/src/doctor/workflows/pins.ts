/** The actions that the kit's workflows use, at the newest release that they were looked up at. */
export const PINS: Record<string, { version: string; commit: string }> = {
  "actions/attest": { version: "v4.2.2", commit: "1e69f48acb82d1966a394da916b4c1698aa569d6" },
  "actions/checkout": { version: "v7.0.1", commit: "3d3c42e5aac5ba805825da76410c181273ba90b1" },
  "actions/deploy-pages": { version: "v5.0.0", commit: "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128" },
  "actions/setup-node": { version: "v7.0.0", commit: "820762786026740c76f36085b0efc47a31fe5020" },
  "actions/upload-pages-artifact": { version: "v5.0.0", commit: "fc324d3547104276b827a68afc52ff2a11cc49c9" },
  "changesets/action": { version: "v2.1.1", commit: "8488615a623b1b9c987934bb89eae8af6a946ac1" },
  "github/codeql-action": { version: "v4.36.2", commit: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e" },
  "oven-sh/setup-bun": { version: "v2.2.0", commit: "0c5077e51419868618aeaa5fe8019c62421857d6" },
};

/** A use of another's action, and the line that it is on. */
export interface Use {
  line: string;
  /** `owner/name`, without a path in it. */
  name: string;
  /** `/init`, or nothing. */
  path: string;
  ref: string;
  /** In the comment behind it. */
  version: string | undefined;
}

/** What of a pin is wrong. */
export type PinProblem =
  | { kind: "unpinned" | "unnamed" | "mistaken"; use: Use }
  | { kind: "outdated"; use: Use; newest: string };

/** Every use of another's action in a workflow or an action. */
export function usesIn(text: string): Use[] {
  const lines = text.matchAll(
    /^[ \t]*(?:- )?uses:[ \t]*["']?([\w.-]+\/[\w.-]+)((?:\/[\w./-]+)?)@([^\s"'#]+)["']?[ \t]*(?:#[ \t]*(\S+))?.*$/gm,
  );
  return [...lines].map(([line, name = "", path = "", ref = "", version]) => ({
    line,
    name,
    path,
    ref,
    version,
  }));
}

/** What is wrong with how a use is pinned. */
export function problemOf(use: Use): PinProblem | undefined {
  if (!/^[0-9a-f]{40}$/.test(use.ref)) return { kind: "unpinned", use };
  if (!/^v\d+\.\d+\.\d+$/.test(use.version ?? "")) return { kind: "unnamed", use };
  const known = PINS[use.name];
  if (!known) return undefined;
  const isSame = { commit: use.ref === known.commit, version: use.version === known.version };
  if (isSame.commit !== isSame.version) return { kind: "mistaken", use };
  return isOlder(use.version ?? "", known.version)
    ? { kind: "outdated", use, newest: known.version }
    : undefined;
}

/** The text with every use of a known action at the release that the kit knows; newer ones are left. */
export function renewed(text: string): string {
  return usesIn(text).reduce((now, use) => {
    const known = PINS[use.name];
    if (!known || !problemOf(use)) return now;
    const start = use.line.slice(0, use.line.indexOf("uses:"));
    const line = `${start}uses: ${use.name}${use.path}@${known.commit} # ${known.version}`;
    return now.replaceAll(use.line, line);
  }, text);
}

function isOlder(version: string, than: string): boolean {
  const parts = (text: string) => text.slice(1).split(".").map(Number);
  const [a, b] = [parts(version), parts(than)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
