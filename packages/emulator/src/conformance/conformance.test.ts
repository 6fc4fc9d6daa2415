import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { account, zone } from "./account.ts";
import { type Coverage, table, unasked } from "./coverage.ts";
import { ASKED_ELSEWHERE, DEVIATIONS } from "./deviations.ts";
import { endpointOf } from "./endpoints.ts";
import { jobs } from "./jobs.ts";
import { Recorder } from "./recorder.ts";
import { d1, hyperdrive, kv, r2 } from "./storage.ts";
import { openTarget } from "./target.ts";
import { departuresOf } from "./typed.ts";
import { workers } from "./workers.ts";

const { target, real, close } = await openTarget();
const recorder = new Recorder(target);
afterAll(close);

const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

for (const family of [account, workers, kv, d1, r2, hyperdrive, jobs, zone]) {
  test(`${family.name}: Cloudflare's SDK is answered`, () => family(recorder), 120_000);
}

test("every answer is of the type that Cloudflare describes, but where the description is known to be wrong", async () => {
  const departures = await departuresOf(recorder.answers);
  const unknown = departures.filter(({ method }) => !(method in DEVIATIONS));
  expect(unknown).toEqual([]);
  expect(new Set(departures.map(({ method }) => method))).toEqual(new Set(Object.keys(DEVIATIONS)));
}, 120_000);

test.skipIf(real)("every endpoint is asked, and the README says by whom", () => {
  const endpoints = (requests: readonly string[]) =>
    new Set(requests.map((request) => endpointOf(request) ?? `unknown: ${request}`));
  const coverage: Coverage = {
    typed: endpoints(recorder.answers.flatMap(({ requests }) => requests)),
    wrangler: new Set(read("wrangler.txt").trim().split("\n")),
  };
  expect(unasked(coverage)).toEqual(Object.keys(ASKED_ELSEWHERE));
  expect(read("../../README.md")).toContain(table(coverage));
});
