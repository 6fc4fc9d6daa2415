import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AppName, checkAppName } from "../config/index.ts";
import { noTriggers, withTriggers } from "../core/triggers.ts";
import { genesis, link, type Row } from "../ledger/chain.ts";
import type { SnapshotStore } from "../ledger/snapshot.ts";
import type { LedgerStore } from "../ledger/store.ts";
import { releaseTag, versionId } from "../names/identity.ts";
import type { Platform } from "../platform/port.ts";
import type { Probe } from "../platform/probe.ts";
import { app, type Candidate, candidate } from "./app.ts";

/** An account that the contract is tried on, and what provisioning would do in it. */
export interface Subject {
  platform: Platform;
  ledger: LedgerStore & SnapshotStore;
  probe: Probe;
  /** Makes a script with the placeholder as its live version; null for a stranger's. */
  place(worker: string, owner: AppName | null): Promise<void>;
  upload(worker: string, release: Candidate): Promise<void>;
  /** What brings work to a Worker, asked past the port. */
  triggers(worker: string): Promise<{ crons: string[]; workflows: string[] }>;
  close(): Promise<void>;
}

const v1 = candidate(1);
const v2 = candidate(2);
const tagOf = ({ name, digest }: Candidate) => releaseTag(name, digest);

/** What the engine relies on, whatever the account is: one suite, for the simulated one and for a real API. */
export function accountContract(name: string, open: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(() => subject?.close());

    describe("scripts", () => {
      test("are absent, ours, or another's", async () => {
        const { platform } = subject;
        await subject.place("shop-ours", app);
        await subject.place("shop-foreign", null);
        expect(await platform.script("shop-none", app)).toEqual({ kind: "absent" });
        expect(await platform.script("shop-ours", app)).toEqual({ kind: "ours" });
        expect(await platform.script("shop-foreign", app)).toEqual({ kind: "foreign" });
        expect(await platform.script("shop-ours", otherApp())).toEqual({ kind: "foreign" });
      });

      test("begin with the placeholder live, which answers 503 as no release", async () => {
        const { platform } = subject;
        await subject.place("shop-new", app);
        const [placeholder] = await platform.versions("shop-new");
        expect(await platform.traffic("shop-new")).toEqual([{ version: placeholder?.id, percentage: 100 }]);
        expect(await ask("shop-new")).toMatchObject({ kind: "answered", status: 503, release: null });
      });
    });

    describe("versions", () => {
      test("are listed newest first, with their tags, and take no traffic by being uploaded", async () => {
        const { platform } = subject;
        await subject.place("shop-list", app);
        const before = await platform.traffic("shop-list");
        await subject.upload("shop-list", v1);
        await subject.upload("shop-list", v2);
        const tags = (await platform.versions("shop-list")).map(({ tag }) => tag);
        expect(tags).toEqual([tagOf(v2), tagOf(v1), "kit-placeholder"]);
        expect(await platform.traffic("shop-list")).toEqual(before);
      });

      test("of no script are an error that does not pass", async () => {
        await expect(subject.platform.versions("shop-none")).rejects.toMatchObject({ passing: false });
      });
    });

    describe("traffic", () => {
      test("of no script is none", async () => {
        expect(await subject.platform.traffic("shop-none")).toEqual([]);
        expect(await subject.platform.deployment("shop-none")).toBeUndefined();
      });

      test("is as it was last shifted, a version at 0 % included, and shifting twice changes nothing", async () => {
        const { platform } = subject;
        const [first, second] = await released("shop-shift");
        const split = [
          { version: first, percentage: 100 },
          { version: second, percentage: 0 },
        ];
        await platform.shift("shop-shift", split, "once");
        await platform.shift("shop-shift", split, "twice");
        expect(await platform.traffic("shop-shift")).toEqual(split);
        expect(await platform.deployment("shop-shift")).toEqual({ split, message: "twice" });
        await platform.shift("shop-shift", [{ version: second, percentage: 100 }], "on");
        expect(await platform.traffic("shop-shift")).toEqual([{ version: second, percentage: 100 }]);
      });

      test.each([
        ["a version that is not there", [{ version: versionId.parse(crypto.randomUUID()), percentage: 100 }]],
        ["none at all", []],
      ])("is not shifted to %s, and stays", async (_, split) => {
        const { platform } = subject;
        await released(worker);
        const before = await platform.traffic(worker);
        await expect(platform.shift(worker, split, "")).rejects.toMatchObject({ passing: false });
        expect(await platform.traffic(worker)).toEqual(before);
      });

      test("is not shifted to less than the whole, and stays", async () => {
        const { platform } = subject;
        const [first] = await released("shop-half");
        const before = await platform.traffic("shop-half");
        const half = [{ version: first, percentage: 50 }];
        await expect(platform.shift("shop-half", half, "")).rejects.toMatchObject({ passing: false });
        expect(await platform.traffic("shop-half")).toEqual(before);
      });

      test("reaches the version asked for while it is deployed, and another when it is not", async () => {
        const { platform } = subject;
        const [first, second] = await released("shop-probe");
        const split = [
          { version: first, percentage: 100 },
          { version: second, percentage: 0 },
        ];
        await platform.shift("shop-probe", split, "");
        expect(await ask("shop-probe")).toMatchObject({ status: 200, release: v1.name, digest: v1.digest });
        expect(await ask("shop-probe", second)).toMatchObject({ release: v2.name, digest: v2.digest });
        await platform.shift("shop-probe", [{ version: first, percentage: 100 }], "");
        expect(await ask("shop-probe", second)).toMatchObject({ release: v1.name });
      });
    });

    describe("triggers", () => {
      const script = "shop-triggers";
      const workflow = { name: "reminders", className: "Reminder" };
      const one = { ...noTriggers, crons: ["0 3 * * *"], workflows: [workflow] };
      const two = { ...noTriggers, crons: ["0 4 * * *"] };
      const own = "0 9 * * *";

      test("are what is to be after what was before, and applying twice changes nothing", async () => {
        const { platform, triggers } = subject;
        const [, version] = await released(script);
        await platform.shift(script, [{ version, percentage: 100 }], "");
        for (const _ of ["once", "twice"]) {
          await platform.apply(script, { before: noTriggers, after: one });
          expect(await triggers(script)).toEqual({ crons: one.crons, workflows: ["reminders"] });
        }
      });

      test("of other hands stay, and so does a Workflow that nothing declares any more", async () => {
        const { platform, triggers } = subject;
        await platform.apply(script, { before: noTriggers, after: { ...noTriggers, crons: [own] } });
        await platform.apply(script, { before: one, after: two });
        const { crons, workflows } = await triggers(script);
        expect({ crons: crons.toSorted(), workflows }).toEqual({
          crons: [...two.crons, own],
          workflows: ["reminders"],
        });
      });

      test("are withdrawn, whether or not they are there", async () => {
        const { platform, triggers } = subject;
        for (const _ of ["once", "twice"]) {
          await platform.withdraw(script, withTriggers(one, two));
          expect(await triggers(script)).toEqual({ crons: [own], workflows: [] });
        }
      });
    });

    describe("the ledger", () => {
      test("takes rows that follow its head, once, and no others", async () => {
        const { ledger } = subject;
        const first = await rows(2, "a");
        expect(await ledger.append(app, first)).toBe(true);
        expect(await ledger.append(app, first)).toBe(true);
        expect(await ledger.append(app, await rows(1, "b"))).toBe(false);
        expect(await ledger.read(app, 0)).toEqual(first);
        expect(await ledger.read(app, 1)).toEqual(first.slice(1));
        expect(await ledger.apps()).toEqual([app]);
      });

      test("lets one of two who write at once be first", async () => {
        const { ledger } = subject;
        const other = otherApp();
        const both = await Promise.all([rows(1, "c", other), rows(1, "d", other)]);
        const added = await Promise.all(both.map((each) => ledger.append(other, each)));
        expect(added.toSorted()).toEqual([false, true]);
        expect(await ledger.read(other, 0)).toHaveLength(1);
      });

      test("opens at its snapshot", async () => {
        const { ledger } = subject;
        const [first, second] = await ledger.read(app, 0);
        expect(await ledger.open(app)).toEqual({ snapshot: undefined, rows: [first, second] });
        const snapshot = { seq: 1, hash: first?.hash ?? "", body: "{}" };
        await ledger.save(app, snapshot);
        expect(await ledger.open(app)).toEqual({ snapshot, rows: [second] });
      });
    });

    const worker = "shop-refuse";

    /** A script with two releases, neither of them with traffic. */
    async function released(script: string) {
      const { platform } = subject;
      if ((await platform.script(script, app)).kind === "absent") {
        await subject.place(script, app);
        await subject.upload(script, v1);
        await subject.upload(script, v2);
      }
      const [second, first] = await platform.versions(script);
      if (!first || !second) throw new Error(`${script} lacks its versions`);
      return [first.id, second.id] as const;
    }

    async function ask(script: string, version?: Parameters<Probe>[0]["version"]) {
      const url = new URL("/api/health", await subject.platform.url(script));
      return subject.probe({ url, worker: script, timeout: 5_000, ...(version && { version }) });
    }
  });
}

function otherApp(): AppName {
  const checked = checkAppName("other");
  if (!checked.ok) throw new Error(checked.reason);
  return checked.name;
}

/** A chain from its beginning. */
async function rows(count: number, body: string, of: AppName = app): Promise<Row[]> {
  const made: Row[] = [];
  for (let at = 0; at < count; at++) made.push(await link(of, made.at(-1) ?? genesis, `{"${body}":${at}}`));
  return made;
}
