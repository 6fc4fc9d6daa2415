import { expect, test } from "vitest";
import { checkAppName, checkProfileName } from "../../config/index.ts";
import type { LedgerEvent } from "../../ledger/event.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { MemoryStore } from "../../ledger/memory.fixture.ts";
import { digest, releaseName, runId, versionId } from "../../names/identity.ts";
import { forgottenPreviews } from "./previews.ts";

const shop = checkAppName("shop");
if (!shop.ok) throw new Error(shop.reason);
const app = shop.name;
const release = releaseName.parse("v1");
const version = versionId.parse("one");
const bytes = digest.parse(`sha256:${"a".repeat(64)}`);
const shipped = "2026-01-01T00:00:00.000Z";
const daysLater = (days: number) => new Date(Date.parse(shipped) + days * 24 * 60 * 60_000);

function profileNamed(name: string) {
  const checked = checkProfileName(name);
  if (!checked.ok) throw new Error(checked.reason);
  return checked.name;
}

/** What uploads a release to a profile. */
function upload(number: number, name: string): LedgerEvent[] {
  const [run, profile] = [runId.parse(`r${number}`), profileNamed(name)];
  const before = [{ version, percentage: 100 }];
  return [
    {
      type: "run-started",
      run,
      kind: "release",
      profile,
      release,
      digest: bytes,
      steps: [{ kind: "provision" }],
      version: null,
      before: null,
    },
    { type: "effect-intended", run, effect: { kind: "provision" } },
    { type: "effect-done", run, result: { kind: "provision", version, before } },
  ];
}

async function stateOf(...events: LedgerEvent[]) {
  const scribe = { by: "ada", now: () => new Date(shipped) };
  const ledger = await Ledger.open(app, new MemoryStore(), scribe);
  await ledger.append(() => events);
  return ledger.state;
}

test("a preview that nothing happened to for a month was forgotten; another profile never is", async () => {
  const state = await stateOf(...upload(1, "preview-12"), ...upload(2, "staging"));
  expect(forgottenPreviews(state, daysLater(29))).toEqual([]);
  expect(forgottenPreviews(state, daysLater(31))).toEqual([{ profile: "preview-12", since: shipped }]);
});

test("one that was destroyed is none", async () => {
  const destroyed: LedgerEvent = { type: "profile-destroyed", profile: profileNamed("preview-12") };
  const state = await stateOf(...upload(1, "preview-12"), destroyed);
  expect(forgottenPreviews(state, daysLater(365))).toEqual([]);
});
