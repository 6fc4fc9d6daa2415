import type { Engine } from "../../engine/ports/engine.ts";
import type { Release } from "../../ledger/state.ts";
import { kit } from "../../names/action.ts";
import { releaseNumber } from "../../names/identity.ts";
import { Refusal } from "../../names/user-error.ts";

/** An app's releases, newest first. */
export function newestFirst({ ledger }: Pick<Engine, "ledger">): Release[] {
  return [...ledger.state.releases.values()].toSorted(
    (a, b) => releaseNumber(b.name) - releaseNumber(a.name),
  );
}

/**
 * The release that somebody means: `v12`, `latest`, or `latest-1` for the one before it.
 * @throws Refusal naming those there are
 */
export function findRelease(engine: Pick<Engine, "app" | "ledger">, wanted: string): Release {
  const releases = newestFirst(engine);
  const back = /^latest(?:-(\d{1,9}))?$/.exec(wanted);
  const found = back ? releases[Number(back[1] ?? 0)] : releases.find(({ name }) => name === wanted);
  if (found) return found;
  const { name } = engine.app;
  const [newest, ...older] = releases;
  const oldest = older.at(-1);
  const there = newest
    ? `it has ${oldest ? `${oldest.name} to ${newest.name}` : newest.name}`
    : "it has none yet";
  throw new Refusal("release-unknown", `${name} has no release "${wanted}"; ${there}.`, {
    kind: "usage",
    action: kit("release list", name),
  });
}
