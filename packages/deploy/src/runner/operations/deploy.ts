import type { ProfileName } from "../../config/index.ts";
import { profilesOf } from "../../config/index.ts";
import { releaseName } from "../../core/identity.ts";
import type { Release } from "../../ledger/state.ts";
import { type Artifact, packArtifact } from "../artifact.ts";
import { build } from "../build.ts";
import { bunRun } from "../bun-command.ts";
import type { Delivery } from "../delivery.ts";
import { bundleProgram } from "../program.ts";
import { provenanceOf } from "../provenance.ts";
import { Refusal } from "../refusal.ts";
import { assertOurs, plannedSteps, type Sent, send } from "./send.ts";

/**
 * Builds the app, makes a release of it when its bytes are new, and takes that to the first profile.
 * @throws Refusal for a later profile: that is reached by promoting what the first has proved
 */
export async function deploy(delivery: Delivery, profile: ProfileName): Promise<Sent> {
  assertFirst(delivery, profile);
  plannedSteps(delivery, profile);
  await assertOurs(delivery, profile);
  const artifact = await delivery.progress.during(
    "build",
    () => buildArtifact(delivery),
    ({ digest, files, bytes }) => `${files} files, ${kilobytes(bytes)}, ${digest.slice(0, 19)}…`,
  );
  return send(delivery, profile, await releaseOf(delivery, artifact));
}

async function buildArtifact({ app, env }: Delivery): Promise<Artifact> {
  const [program] = await Promise.all([bundleProgram(app, env), build(app, env)]);
  return packArtifact(app, program);
}

/** The release with these bytes: the one there is, or a new one, numbered next. */
async function releaseOf(delivery: Delivery, { digest, bytes }: Artifact): Promise<Release> {
  const { ledger, account, progress, workspace } = delivery;
  const known = findByDigest(delivery, digest);
  if (known) {
    progress.note("release", `${known.name} has these very bytes already; no new release`);
    return known;
  }
  return progress.during(
    "release",
    async () => {
      const [provenance] = await Promise.all([provenanceOf(workspace), account.artifacts.put(digest, bytes)]);
      await ledger.append((state) => {
        if ([...state.releases.values()].some((release) => release.digest === digest)) return [];
        const release = releaseName.parse(`v${state.releases.size + 1}`);
        return [{ type: "release-created", release, digest, size: bytes.byteLength, provenance }];
      });
      const made = findByDigest(delivery, digest);
      if (!made) throw new Error(`${digest} was released but is not in the ledger.`);
      return made;
    },
    ({ name }) => `${name} stored`,
  );
}

function findByDigest({ ledger }: Delivery, digest: Artifact["digest"]): Release | undefined {
  return [...ledger.state.releases.values()].find((release) => release.digest === digest);
}

function assertFirst({ app }: Delivery, profile: ProfileName): void {
  const [first] = profilesOf(app.config.pipeline);
  if (profile === first) return;
  throw new Refusal(`${profile} is reached by promoting what ${first} has proved, not by a deploy.`, {
    kind: "usage",
    mend: bunRun(`kit promote ${app.name} --profile ${profile}`),
  });
}

function kilobytes(bytes: Uint8Array): string {
  return `${Math.round(bytes.byteLength / 1000)} kB`;
}
