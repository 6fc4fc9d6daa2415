import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkAppName } from "../config/index.ts";
import { digest } from "../names/identity.ts";
import { type BuildRecord, contradictions, statement, statementOf } from "./provenance-statement.ts";

const shop = checkAppName("shop");
if (!shop.ok) throw new Error(shop.reason);

const build: BuildRecord = {
  app: shop.name,
  digest: digest.parse(`sha256:${"a".repeat(64)}`),
  provenance: {
    commit: "c".repeat(40),
    dirty: false,
    lockfile: `sha256:${"b".repeat(64)}`,
    bun: "1.4.0",
    kit: "0.1.0",
  },
  repository: "https://github.com/acme/shop",
  ciRun: undefined,
  startedOn: new Date("2026-01-01T00:00:00Z"),
  finishedOn: new Date("2026-01-01T00:00:02Z"),
};

test("a build on somebody's own machine, to the letter", () => {
  expect(statementOf(build)).toEqual({
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "shop.tar", digest: { sha256: "a".repeat(64) } }],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "https://www.npmjs.com/package/@alchemy-kit/deploy#build-v1",
        externalParameters: { app: "shop", command: "bun --bun run build" },
        resolvedDependencies: [
          {
            name: "source",
            uri: `git+https://github.com/acme/shop@${"c".repeat(40)}`,
            digest: { gitCommit: "c".repeat(40) },
            annotations: { uncommittedChanges: false },
          },
          { name: "bun.lock", digest: { sha256: "b".repeat(64) } },
          { name: "bun", uri: "pkg:npm/bun@1.4.0" },
        ],
      },
      runDetails: {
        builder: {
          id: "https://www.npmjs.com/package/@alchemy-kit/deploy#own-machine",
          version: { "@alchemy-kit/deploy": "0.1.0" },
        },
        metadata: { startedOn: "2026-01-01T00:00:00.000Z", finishedOn: "2026-01-01T00:00:02.000Z" },
      },
    },
  });
});

test("a build in CI is another builder's, and names its run", () => {
  const { runDetails } = statementOf({
    ...build,
    ciRun: "https://github.com/acme/shop/actions/runs/1",
  }).predicate;
  expect(runDetails.builder.id).toMatch(/#github-actions$/);
  expect(runDetails.metadata.invocationId).toBe("https://github.com/acme/shop/actions/runs/1");
});

describe("every statement", () => {
  const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
  const builds = fc.record({
    app: fc.constant(build.app),
    digest: hex(64).map((name) => digest.parse(`sha256:${name}`)),
    provenance: fc.record({
      commit: fc.option(hex(40)),
      dirty: fc.boolean(),
      lockfile: fc.option(hex(64).map((name) => `sha256:${name}`)),
      bun: fc.constantFrom("1.3.0", "1.4.0"),
      kit: fc.constant("0.1.0"),
    }),
    repository: fc.option(fc.constant("https://github.com/acme/shop"), { nil: undefined }),
    ciRun: fc.option(fc.constant("https://github.com/acme/shop/actions/runs/1"), { nil: undefined }),
    startedOn: fc.constant(build.startedOn),
    finishedOn: fc.constant(build.finishedOn),
  });

  test("reads back, and agrees with the build that it is of", () => {
    fc.assert(
      fc.property(builds, (each) => {
        const read = statement.parse(JSON.parse(JSON.stringify(statementOf(each))));
        expect(contradictions(read, each)).toEqual([]);
      }),
    );
  });

  test("contradicts another build exactly where they differ", () => {
    fc.assert(
      fc.property(builds, builds, (one, other) => {
        const differs = (["commit", "lockfile", "bun"] as const).filter(
          (fact) => one.provenance[fact] !== other.provenance[fact],
        );
        const found = contradictions(statementOf(one), other);
        expect(found.length).toBe(differs.length + (one.digest === other.digest ? 0 : 1));
      }),
    );
  });
});
