import { withPreview } from "../../config/index.ts";
import type { Progress } from "../../engine/ports/progress.ts";
import { patientStore } from "../../engine/retrying-store.ts";
import { thisJob } from "../../integrations/github/job.ts";
import type { Holder } from "../../ledger/event.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { openAccount } from "../../platform/cloudflare/account.ts";
import { findTarget } from "../../platform/cloudflare/find-target.ts";
import { alchemyPassword } from "../../platform/cloudflare/password.ts";
import { probe } from "../../platform/cloudflare/workers/probe.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { isGone, thisHolder, whoami } from "../../workspace/identity.ts";
import { assertAlchemyRuns } from "../../workspace/installed-alchemy.ts";
import { appByLedger, loadApp, loadAppIfSound } from "../../workspace/load-app.ts";
import type { AppPlace, Workspace } from "../../workspace/workspace.ts";
import { artifactPartsOnDemand } from "./artifact-parts-on-demand.ts";
import { realClock } from "./real-clock.ts";

/** How an app is opened. */
export interface Opening {
  /** Every event of the ledger is wanted, not only what it comes to. */
  whole?: boolean;
  /** A config that cannot be read is no obstacle: what the ledger knows will do. */
  byLedger?: boolean;
  /** Its program may be run: it has to be one that the kit can run, which is asked before anything else. */
  runsProgram?: boolean;
  /** The profile it is about: a preview is one that no config names. */
  profile?: string | undefined;
}

/**
 * Opens an app for work: its config, its account, and its ledger as it stands.
 */
export async function openDelivery(
  workspace: Workspace,
  place: AppPlace,
  env: NodeJS.ProcessEnv,
  progress: Progress,
  { whole = false, byLedger = false, runsProgram = false, profile }: Opening = {},
): Promise<Delivery> {
  if (runsProgram) assertAlchemyRuns(place);
  const read = byLedger ? await loadAppIfSound(place, progress) : await loadApp(place);
  const target = await findTarget(workspace, env, (line) => progress.note("target", line));
  const opened = openAccount(target);
  const account = { ...opened, ledger: patientStore(opened.ledger, { clock: realClock, progress }) };
  let self: Holder | undefined;
  // Only git may know who it is, and only who writes has to be named.
  const holder = () => {
    self ??= thisHolder(whoami(env, workspace.root));
    return self;
  };
  const ledger = await Ledger.open(
    place.name,
    account.ledger,
    {
      get by() {
        return holder().who;
      },
      now: realClock.now,
    },
    whole ? undefined : account.ledger,
  );
  const found = read ?? appByLedger(place, ledger.state);
  const app = { ...found, config: withPreview(found.config, profile) };
  const data = { ledger, account, clock: realClock };
  const world = () => {
    assertAlchemyRuns(place);
    return { target, env, password: alchemyPassword(workspace, target, env) };
  };
  const { artifacts } = account;
  return {
    workspace,
    app,
    target,
    account,
    env,
    assertReady: world,
    notifyDestroyed: async (worker) => {
      const job = thisJob(env);
      if (!job) return;
      const { retireDeployments } = await import("../../integrations/github/record-deployment.ts");
      await retireDeployments(job, worker, progress);
    },
    ledger,
    platform: account.platform,
    ...artifactPartsOnDemand({ app, artifacts, programs: world, data, progress }),
    probe,
    clock: realClock,
    get holder() {
      return holder();
    },
    isGone,
    progress,
  };
}
