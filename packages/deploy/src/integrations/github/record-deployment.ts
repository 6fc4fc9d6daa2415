import { z } from "zod";
import { isPreview } from "../../config/index.ts";
import type { Progress } from "../../engine/ports/progress.ts";
import { messageOf } from "../../names/user-error.ts";
import type { News } from "../notification/notification.ts";
import { ask, askAll, type Repository, tell } from "./ask.ts";

/** Source: https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status */
const LONGEST_DESCRIPTION = 140;

const deployment = z.object({ id: z.number().int() });

/** GitHub's word for how a run ended; a run that never touched its profile is no deployment. */
const states: Partial<Record<News["outcome"], string>> = {
  succeeded: "success",
  failed: "failure",
  errored: "error",
};

/**
 * Tells GitHub that a release was deployed to a profile, or was tried to be: its address, its log, and how it went.
 * It is told of the app's own Worker, `shop-prod`, since a later success of the same name makes the earlier
 * deployments inactive. Not being able to tell is noted, and is nobody's failure.
 * Source: https://docs.github.com/en/rest/deployments/deployments#create-a-deployment
 */
export async function recordDeployment(
  repository: Repository,
  news: News,
  progress: Progress,
): Promise<void> {
  const state = states[news.outcome];
  if (state === undefined || news.commit === null) return;
  const { app, profile, worker, release, digest, run, url, link, isLast } = news;
  try {
    const body = {
      ref: news.commit,
      task: news.kind === "rollback" ? "rollback" : "deploy",
      environment: worker,
      description: `${app} ${release}`,
      payload: { app, profile, release, digest, run },
      auto_merge: false,
      required_contexts: [],
      production_environment: isLast,
      transient_environment: isPreview(profile),
    };
    const { id } = await ask(repository, { method: "POST", path: "deployments", body }, deployment);
    const status = {
      state,
      ...(url !== null && { environment_url: url }),
      ...(link !== null && { log_url: link }),
      description: news.reason.slice(0, LONGEST_DESCRIPTION),
      auto_inactive: true,
    };
    await tell(repository, { method: "POST", path: `deployments/${id}/statuses`, body: status });
    progress.note("recorded", `on GitHub, as a deployment to ${worker}`);
  } catch (error) {
    progress.note("recorded", `not on GitHub: ${messageOf(error)}`);
  }
}

/**
 * Tells GitHub that nothing of a Worker is deployed any more. Not being able to is noted.
 * Source: https://docs.github.com/en/rest/deployments/statuses#create-a-deployment-status
 */
export async function retireDeployments(
  repository: Repository,
  worker: string,
  progress: Progress,
): Promise<void> {
  try {
    const path = `deployments?environment=${encodeURIComponent(worker)}`;
    for (const { id } of await askAll(repository, path, z.array(deployment))) {
      const body = { state: "inactive", description: "destroyed" };
      await tell(repository, { method: "POST", path: `deployments/${id}/statuses`, body });
    }
  } catch (error) {
    progress.note("recorded", `not on GitHub: ${messageOf(error)}`);
  }
}
