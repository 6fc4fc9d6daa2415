import { expect, test } from "vitest";
import { checkAppName } from "../config/index.ts";
import { Ledger } from "../ledger/ledger.ts";
import { MemoryStore } from "../ledger/memory.fixture.ts";
import { digest, releaseName } from "../names/identity.ts";
import { PlatformError } from "../platform/platform-error.ts";
import { failureOf } from "./infrastructure-program.ts";
import { patientStore } from "./patient-store.ts";
import { ProvisionFailed } from "./provisioner.ts";
import { retrying } from "./retrying.ts";

const shop = checkAppName("shop");
if (!shop.ok) throw new Error(shop.reason);
const v1 = releaseName.parse("v1");
const bytes = digest.parse(`sha256:${"a".repeat(64)}`);

/** A world in which waiting takes no time, and is counted. */
function patience() {
  const waits: number[] = [];
  const notes: string[] = [];
  return {
    waits,
    notes,
    clock: { sleep: async (milliseconds: number) => void waits.push(milliseconds) },
    progress: {
      during: <T>(_: string, work: () => Promise<T>) => work(),
      note: (_: string, text: string) => void notes.push(text),
      fault: () => {},
    },
  };
}

const failing = (error: Error) => async () => {
  throw error;
};

test("what fails for a passing reason is tried five times, at growing intervals, then not any more", async () => {
  const how = patience();
  const down = new PlatformError("down", { passing: true });
  await expect(retrying(how, failing(down))).rejects.toBe(down);
  expect(how.waits).toEqual([500, 1000, 2000, 4000]);
});

test("the platform is left alone for as long as it asks to be, and that is said", async () => {
  const how = patience();
  const busy = new PlatformError("too many requests", { passing: true, retryAfter: 90_000 });
  const done = await retrying(how, async (time) => (time < 3 ? failing(busy)() : time));
  expect(done).toBe(3);
  expect(how.waits).toEqual([90_000, 90_000]);
  expect(how.notes[0]).toBe("too many requests; trying again in 90 s");
});

test.each([
  new PlatformError("no such Worker", { codes: [10007] }),
  new ProvisionFailed({ kind: "errored", reason: "a database of that name already exists" }, {}),
  new Error("a fault of the kit's"),
])("what does not pass is tried once: $message", async (error) => {
  const how = patience();
  await expect(retrying(how, failing(error))).rejects.toBe(error);
  expect(how.waits).toEqual([]);
});

test("a row that was added, though nobody heard of it, is added once", async () => {
  class DeafStore extends MemoryStore {
    override async append(...args: Parameters<MemoryStore["append"]>) {
      const [first] = args[1];
      if (this.rows.some(({ hash }) => hash === first?.hash)) return true;
      await super.append(...args);
      throw new PlatformError("timed out", { passing: true });
    }
  }
  const store = new DeafStore();
  const scribe = { by: "ada", now: () => new Date("2026-01-01T00:00:00Z") };
  const ledger = await Ledger.open(shop.name, patientStore(store, patience()), scribe);
  await ledger.append(() => [
    { type: "verdict", verdict: "cleared", profile: null, release: v1, digest: bytes, reason: "why" },
  ]);
  expect(store.rows).toHaveLength(1);
  expect(ledger.head.seq).toBe(1);
});

test.each([
  ["Error: Cloudflare could not list the versions of shop-prod (503): unavailable (10013)", true],
  ["CloudflareApiError: Error 429 creating the bucket: too many requests", true],
  ["error: Unable to connect. Is the computer able to access the url?", true],
  ["Error: Cloudflare could not upload shop-prod (400): no such binding (10021)", false],
  ["Error: a database shop-prod-db already exists", false],
  ["Error: 5030 rows are too many", false],
])("a program that ends with “%s” may be run again: %s", (said, isPassing) => {
  expect(failureOf(said, 1).passing).toBe(isPassing);
});

test("what Cloudflare gave as its reasons is told in the same breath", () => {
  const said = `Creating: web
CloudflareApiError: Failed to upload version for worker "shop" (400 Bad Request):
- [10064] New version of script does not export class 'Rooms'
- [10021] It does not start
      at extractCloudflareResult (api-response.ts:121:5)`;
  expect(failureOf(said, 1).fault).toEqual({
    kind: "failed",
    reason:
      'Failed to upload version for worker "shop" (400 Bad Request): ' +
      "- [10064] New version of script does not export class 'Rooms' - [10021] It does not start",
  });
});
