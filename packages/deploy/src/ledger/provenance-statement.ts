import { z } from "zod";
import type { Digest } from "../names/identity.ts";
import type { AppName } from "../names/name.ts";
import type { Provenance } from "./event.ts";

/** What names our way to build, and who did it; docs/PROMOTION.md says what the parameters mean. */
const home = "https://www.npmjs.com/package/@alchemy-kit/deploy";
const buildType = `${home}#build-v1`;

/** A thing that the build used, by address, digest or both. */
const resource = z.object({
  name: z.string(),
  uri: z.string().optional(),
  digest: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
});

/**
 * Where an artifact came from, in the form that others' tools read: an in-toto Statement v1 that carries SLSA
 * provenance v1. Sources: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md and
 * https://slsa.dev/spec/v1.1/provenance. It is not signed; the hash chain of the ledger holds its digest.
 */
export const statement = z.object({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: z.array(z.object({ name: z.string(), digest: z.object({ sha256: z.string() }) })).length(1),
  predicateType: z.literal("https://slsa.dev/provenance/v1"),
  predicate: z.object({
    buildDefinition: z.object({
      buildType: z.literal(buildType),
      externalParameters: z.object({ app: z.string(), command: z.string() }),
      resolvedDependencies: z.array(resource),
    }),
    runDetails: z.object({
      builder: z.object({ id: z.url(), version: z.record(z.string(), z.string()) }),
      metadata: z.object({
        invocationId: z.url().optional(),
        startedOn: z.iso.datetime(),
        finishedOn: z.iso.datetime(),
      }),
    }),
  }),
});
export type Statement = z.infer<typeof statement>;

/** A build as it went. */
export interface BuildRecord {
  app: AppName;
  digest: Digest;
  provenance: Provenance;
  /** Where the sources are kept, with no user or token in it. */
  repository: string | undefined;
  /** The run on GitHub Actions that built it; without, somebody's own machine did. */
  ciRun: string | undefined;
  startedOn: Date;
  finishedOn: Date;
}

export function statementOf(build: BuildRecord): Statement {
  const { app, digest, provenance, ciRun, startedOn, finishedOn } = build;
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: `${app}.tar`, digest: { sha256: hexOf(digest) } }],
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: { app, command: "bun --bun run build" },
        resolvedDependencies: dependenciesOf(build),
      },
      runDetails: {
        builder: {
          id: `${home}#${ciRun ? "github-actions" : "own-machine"}`,
          version: { "@alchemy-kit/deploy": provenance.kit },
        },
        metadata: {
          ...(ciRun && { invocationId: ciRun }),
          startedOn: startedOn.toISOString(),
          finishedOn: finishedOn.toISOString(),
        },
      },
    },
  };
}

/**
 * What a statement says that contradicts what the ledger says of the same release; empty where they agree.
 * @param said as it was read, from wherever
 */
export function contradictions(
  said: Statement,
  { app, digest, provenance }: Pick<BuildRecord, "app" | "digest" | "provenance">,
): string[] {
  const { externalParameters, resolvedDependencies } = said.predicate.buildDefinition;
  const found = new Map(resolvedDependencies.map((each) => [each.name, each]));
  const lockfile = found.get("bun.lock")?.digest?.sha256;
  const facts: [what: string, said: string | undefined, recorded: string | undefined][] = [
    ["artifact", said.subject[0]?.digest.sha256, hexOf(digest)],
    ["app", externalParameters.app, app],
    ["commit", found.get("source")?.digest?.gitCommit, provenance.commit ?? undefined],
    ["lockfile", lockfile && `sha256:${lockfile}`, provenance.lockfile ?? undefined],
    ["Bun", found.get("bun")?.uri, bunPackage(provenance.bun)],
  ];
  return facts
    .filter(([, said, recorded]) => said !== recorded)
    .map(([what, said = "none", recorded = "none"]) => `${what} is ${said}, in the ledger ${recorded}`);
}

function dependenciesOf({ provenance, repository }: BuildRecord): z.infer<typeof resource>[] {
  const { commit, dirty, lockfile, bun } = provenance;
  return [
    ...(commit
      ? [
          {
            name: "source",
            ...(repository && { uri: `git+${repository}@${commit}` }),
            digest: { gitCommit: commit },
            annotations: { uncommittedChanges: dirty },
          },
        ]
      : []),
    ...(lockfile ? [{ name: "bun.lock", digest: { sha256: lockfile.replace("sha256:", "") } }] : []),
    { name: "bun", uri: bunPackage(bun) },
  ];
}

/** Bun as a package URL: https://github.com/package-url/purl-spec */
function bunPackage(version: string): string {
  return `pkg:npm/bun@${version}`;
}

function hexOf(digest: Digest): string {
  return digest.slice("sha256:".length);
}
