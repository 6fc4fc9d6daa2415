import { Ledger } from "../../ledger/ledger.ts";
import type { Digest } from "../../names/identity.ts";
import { bunRun } from "../bun-command.ts";
import type { Delivery } from "../delivery.ts";
import type { Drift } from "./finding.ts";

/** Milliseconds for which an artifact may lie without a release: its deploy may still be under way. */
const grace = 24 * 60 * 60_000;

/** Artifacts that were stored for a release that never came to be. The store is one for all apps of the account. */
export async function artifactDrift({ account, app, clock, ledger }: Delivery): Promise<Drift[]> {
  const [stored, released] = await Promise.all([account.artifacts.list(), releasedDigests()]);
  return stored
    .filter(({ digest, at }) => !released.has(digest) && clock.now().getTime() - at.getTime() > grace)
    .map(({ digest, at }) => ({
      profile: null,
      kind: "artifact-orphaned",
      text: `${digest.slice(0, 19)}…, stored at ${at.toISOString()}, belongs to no release`,
      fix: async () => {
        await account.artifacts.delete(digest);
        return "deleted";
      },
      mend: bunRun(`kit reconcile ${app.name} --fix`),
    }));

  async function releasedDigests(): Promise<Set<Digest>> {
    const scribe = { by: "reconcile", now: clock.now };
    const others = (await account.ledger.apps()).filter((name) => name !== app.name);
    const ledgers = await Promise.all(
      others.map((name) => Ledger.open(name, account.ledger, scribe, account.ledger)),
    );
    return new Set(
      [ledger, ...ledgers].flatMap(({ state }) => [...state.releases.values()].map(({ digest }) => digest)),
    );
  }
}
