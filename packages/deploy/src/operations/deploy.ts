import type { ProfileName } from "../config/index.ts";
import { profilesOf } from "../config/index.ts";
import { kit } from "../names/action.ts";
import { Refusal } from "../names/user-error.ts";
import { buildArtifact } from "../workspace/artifact/build-artifact.ts";
import type { Delivery } from "../workspace/delivery.ts";
import type { Sending } from "./check-migrations.ts";
import { releaseOf } from "./releases/make.ts";
import { assertOurs, plannedSteps, type Sent, send } from "./send.ts";

/**
 * Builds the app, makes a release of it when its bytes are new, and takes that to the first profile.
 * @throws Refusal for a later profile: that is reached by promoting what the first has proved
 */
export async function deploy(delivery: Delivery, profile: ProfileName, how: Sending = {}): Promise<Sent> {
  assertFirst(delivery, profile);
  delivery.assertReady();
  plannedSteps(delivery, profile);
  await assertOurs(delivery, profile);
  const startedOn = delivery.clock.now();
  const artifact = await delivery.progress.during(
    "build",
    () => buildArtifact(delivery.app, delivery.env),
    ({ digest, files, bytes }) => `${files} files, ${kilobytes(bytes)}, ${digest.slice(0, 19)}…`,
  );
  const built = { artifact, startedOn, finishedOn: delivery.clock.now() };
  return send(delivery, profile, await releaseOf(delivery, built), how);
}

function assertFirst({ app }: Delivery, profile: ProfileName): void {
  const [first] = profilesOf(app.config.pipeline);
  if (profile === first) return;
  throw new Refusal(
    "not-first-profile",
    `${profile} is reached by promoting what ${first} has proved, not by a deploy.`,
    {
      kind: "usage",
      action: kit("promote", app.name, { profile }),
    },
  );
}

function kilobytes(bytes: Uint8Array): string {
  return `${Math.round(bytes.byteLength / 1000)} kB`;
}
