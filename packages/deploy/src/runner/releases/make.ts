import type { Provenance } from "../../ledger/event.ts";
import { type BuildRecord, statementOf } from "../../ledger/provenance-statement.ts";
import type { AppState, Release } from "../../ledger/state.ts";
import { type Digest, digestOf, releaseName } from "../../names/identity.ts";
import type { Artifact } from "../artifact.ts";
import type { Delivery } from "../delivery.ts";
import { ciRunOf, provenanceOf, sourceRepository } from "../provenance.ts";

/** An artifact that was just built, and when. */
export interface Built {
  artifact: Artifact;
  startedOn: Date;
  finishedOn: Date;
}

/** The release with these bytes: the one there is, or a new one, numbered next. */
export async function releaseOf(delivery: Delivery, built: Built): Promise<Release> {
  const { ledger, progress } = delivery;
  const { digest } = built.artifact;
  const known = withDigest(ledger.state, digest);
  if (known) {
    const again = await keepAgain(delivery, known, built.artifact);
    const said = again ? "; they were gone, and are kept again" : "";
    progress.note("release", `${known.name} has these very bytes already; no new release${said}`);
  } else {
    const made = ({ name }: Release) => `${name} stored`;
    await progress.during("release", () => create(delivery, built), made);
  }
  return assertThere(ledger.state, digest);
}

/** Bytes, provenance, ledger, in this order: what the ledger tells of is there. */
async function create(delivery: Delivery, built: Built): Promise<Release> {
  const { account, ledger } = delivery;
  const { digest, bytes, migrations } = built.artifact;
  const [provenance] = await Promise.all([
    storeProvenance(delivery, built),
    account.artifacts.put(digest, bytes),
  ]);
  await ledger.append((state) => {
    if (withDigest(state, digest)) return [];
    const release = releaseName.parse(`v${state.releases.size + 1}`);
    return [{ type: "release-created", release, digest, size: bytes.byteLength, provenance, migrations }];
  });
  return assertThere(ledger.state, digest);
}

async function storeProvenance(delivery: Delivery, built: Built): Promise<Provenance> {
  const { account, app, env, workspace } = delivery;
  const [provenance, repository] = await Promise.all([provenanceOf(workspace), sourceRepository(workspace)]);
  const { artifact, ...when } = built;
  const record: BuildRecord = {
    app: app.name,
    digest: artifact.digest,
    provenance,
    repository,
    ciRun: ciRunOf(env),
    ...when,
  };
  const text = new TextEncoder().encode(`${JSON.stringify(statementOf(record), null, 2)}\n`);
  const statement = await digestOf(text);
  await account.artifacts.putProvenance(statement, text);
  return { ...provenance, statement };
}

/** Puts bytes back that were pruned, or lost. @returns whether they had to be */
async function keepAgain(
  { account, ledger }: Delivery,
  { name, digest }: Release,
  { bytes }: Artifact,
): Promise<boolean> {
  const isKept = (state: AppState) => assertThere(state, digest).artifact === "kept";
  if (isKept(ledger.state) && (await account.artifacts.has(digest))) return false;
  await account.artifacts.put(digest, bytes);
  await ledger.append((state) =>
    isKept(state) ? [] : [{ type: "artifact-restored", release: name, digest }],
  );
  return true;
}

function withDigest({ releases }: AppState, digest: Digest): Release | undefined {
  return [...releases.values()].find((release) => release.digest === digest);
}

function assertThere(state: AppState, digest: Digest): Release {
  const release = withDigest(state, digest);
  if (release) return release;
  throw new Error(`${digest} was released but is not in the ledger.`);
}
