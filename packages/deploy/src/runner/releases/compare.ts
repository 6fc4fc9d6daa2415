import { type ProfileName, profileNames } from "../../config/index.ts";
import { type FileChange, fileChanges } from "../../core/file-changes.ts";
import { type DiffLine, diffLines } from "../../core/line-diff.ts";
import { profileState, type Release } from "../../ledger/state.ts";
import type { ReleaseName, VersionId } from "../../names/identity.ts";
import type { Binding } from "../../platform/port.ts";
import { filesOf } from "../artifact.ts";
import { type Delivery, workerOf } from "../delivery.ts";
import { type Commit, commitsBetween } from "./commits.ts";
import { finding, type Known, mapKnown, unknown } from "./known.ts";

export interface BindingChange {
  kind: "added" | "removed" | "changed";
  name: string;
  type: string;
}

/** What a release has that another has not. */
export interface Comparison {
  from: ReleaseName;
  to: ReleaseName;
  commits: Known<Commit[]>;
  /** Code and assets; migrations and the infrastructure program have places of their own. */
  files: Known<FileChange[]>;
  migrations: Known<FileChange[]>;
  /** The lines of the bundled infrastructure program that differ. */
  infrastructure: Known<DiffLine[]>;
  /** As the platform has them, in a profile that both were uploaded to. */
  bindings: Known<{ profile: ProfileName; changes: BindingChange[] }>;
}

const program = "alchemy.run.js";
const migrations = "migrations/";

export async function compare(delivery: Delivery, from: Release, to: Release): Promise<Comparison> {
  const [commits, artifacts, bindings] = await Promise.all([
    commitsBetween(delivery.workspace, from, to),
    filesOfBoth(delivery, from, to),
    bindingsOfBoth(delivery, from, to),
  ]);
  const changes = mapKnown(artifacts, ([before, after]) => fileChanges(before, after));
  const isMigration = ({ path }: FileChange) => path.startsWith(migrations);
  return {
    from: from.name,
    to: to.name,
    commits,
    files: mapKnown(changes, (all) => all.filter((one) => !isMigration(one) && one.path !== program)),
    migrations: mapKnown(changes, (all) => all.filter(isMigration)),
    infrastructure: mapKnown(artifacts, ([before, after]) =>
      diffLines(textOf(before.get(program)), textOf(after.get(program))).filter(
        ({ kind }) => kind !== "same",
      ),
    ),
    bindings,
  };
}

/** The bindings that two versions differ in. One that reaches something else by the same name is changed. */
export function bindingChanges(before: readonly Binding[], after: readonly Binding[]): BindingChange[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))].toSorted();
  return names.flatMap((name): BindingChange[] => {
    const [old, fresh] = [before, after].map((bindings) => bindings.find((each) => each.name === name));
    if (!fresh) return old ? [{ kind: "removed", name, type: old.type }] : [];
    if (!old) return [{ kind: "added", name, type: fresh.type }];
    return Bun.deepEquals(old, fresh) ? [] : [{ kind: "changed", name, type: fresh.type }];
  });
}

async function filesOfBoth({ account }: Delivery, ...both: [Release, Release]) {
  const pruned = both.filter(({ artifact }) => artifact !== "kept").map(({ name }) => name);
  if (pruned.length > 0) return unknown(`the bytes of ${pruned.join(" and ")} were pruned`);
  const read = async ({ digest }: Release) => filesOf(await account.artifacts.get(digest));
  return finding(() => Promise.all([read(both[0]), read(both[1])]));
}

async function bindingsOfBoth(
  delivery: Delivery,
  from: Release,
  to: Release,
): Promise<Comparison["bindings"]> {
  const shared = sharedProfile(delivery, from, to);
  if (!shared) return unknown("no profile has both uploaded");
  const { profile, versions } = shared;
  const read = (version: VersionId) =>
    delivery.account.versions.bindings(workerOf(delivery, profile), version);
  return finding(async () => {
    const [before, after] = await Promise.all([read(versions[0]), read(versions[1])]);
    return { profile, changes: bindingChanges(before, after) };
  });
}

/** The last profile of the pipeline that both releases were uploaded to. */
function sharedProfile({ app, ledger }: Delivery, from: Release, to: Release) {
  for (const profile of profileNames(app.config).toReversed()) {
    const { versions } = profileState(ledger.state, profile);
    const [before, after] = [versions.get(from.name), versions.get(to.name)];
    if (before && after) return { profile, versions: [before, after] as const };
  }
  return undefined;
}

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
