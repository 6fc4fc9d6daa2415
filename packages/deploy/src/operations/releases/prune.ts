import type { ProfileName } from "../../config/index.ts";
import type { Engine } from "../../engine/ports/engine.ts";
import type { ArtifactStore, Platform } from "../../engine/ports/platform.ts";
import { workerOf } from "../../engine/worker-of.ts";
import type { LedgerEvent } from "../../ledger/event.ts";
import { type ProfileOnPlatform, type Retention, retention, Unprovable } from "../../ledger/retention.ts";
import type { AppState, Release } from "../../ledger/state.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";

/** What pruning needs of the world. */
export interface Pruner extends Pick<Engine, "app" | "ledger"> {
  platform: Pick<Platform, "script" | "traffic" | "versions">;
  artifacts: Pick<ArtifactStore, "delete">;
}

/**
 * Which artifacts something may still need, and which nothing can. Asks the platform what every profile serves
 * and could go back to.
 * @param keep how many of the newest releases are kept in any case
 * @throws Refusal when it cannot be told what is needed
 */
export async function planPrune(pruner: Pruner, keep: number): Promise<Retention> {
  return judged(pruner, pruner.ledger.state, await askPlatform(pruner), keep);
}

/**
 * Deletes the bytes of releases that nothing needs. What is about to go is in the ledger first, decided on its
 * newest state: a release that somebody began to promote meanwhile stays, and one that goes is refused from
 * then on. Called again, it finishes what was interrupted.
 * @returns those whose bytes are gone
 */
export async function prune(pruner: Pruner, keep: number): Promise<readonly Release[]> {
  const { artifacts, ledger } = pruner;
  const doomed = await doom(pruner, keep);
  for (const { digest } of doomed) await artifacts.delete(digest);
  await ledger.append((state) =>
    doomed
      .filter(({ name }) => state.releases.get(name)?.artifact === "going")
      .map((release) => pruned(release, true)),
  );
  return doomed;
}

/** Writes down what is about to go. Whenever the ledger went on meanwhile, the platform is asked anew. */
async function doom(pruner: Pruner, keep: number): Promise<readonly Release[]> {
  const { ledger } = pruner;
  for (;;) {
    const asked = ledger.state;
    const platform = await askPlatform(pruner);
    const { unneeded } = judged(pruner, asked, platform, keep);
    let overtaken = false;
    await ledger.append((state) => {
      overtaken = state !== asked;
      if (overtaken) return [];
      return unneeded.filter(({ artifact }) => artifact === "kept").map((release) => pruned(release, false));
    });
    if (!overtaken) return unneeded;
  }
}

function pruned({ name, digest }: Release, done: boolean): LedgerEvent {
  return { type: "artifact-pruned", release: name, digest, done };
}

function judged(
  { app }: Pick<Pruner, "app">,
  state: AppState,
  platform: readonly ProfileOnPlatform[],
  keep: number,
): Retention {
  try {
    return retention(state, platform, keep);
  } catch (error) {
    if (!(error instanceof Unprovable)) throw error;
    throw new Refusal(
      "ledger-unreadable",
      `${error.message} So it cannot be told what is needed, and nothing was deleted.`,
      {
        action: kit("status", app.name),
        cause: error,
      },
    );
  }
}

async function askPlatform(pruner: Pruner): Promise<ProfileOnPlatform[]> {
  return Promise.all([...pruner.ledger.state.profiles.keys()].map((each) => onPlatform(pruner, each)));
}

async function onPlatform(pruner: Pruner, profile: ProfileName): Promise<ProfileOnPlatform> {
  const { app, platform } = pruner;
  const worker = workerOf(pruner, profile);
  const script = await platform.script(worker, app.name);
  if (script.kind === "absent") return { profile, live: [], deployable: [] };
  const [traffic, deployable] = await Promise.all([platform.traffic(worker), platform.versions(worker)]);
  return { profile, live: traffic.map(({ version }) => version), deployable };
}
