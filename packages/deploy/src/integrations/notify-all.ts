import type { Run } from "../core/run.ts";
import type { Delivery } from "../workspace/delivery.ts";
import { thisJob } from "./github/job.ts";
import { recordDeployment } from "./github/record-deployment.ts";
import { newsOf } from "./notification/notification.ts";
import { notify } from "./notifications/notify.ts";

/**
 * Tells those outside how a run went: GitHub, where this is a job of it, and whom the environment names.
 * @param url where the run's profile answers
 */
export async function spread(delivery: Delivery, run: Run, url: string): Promise<void> {
  const { env, progress } = delivery;
  const news = newsOf(delivery, run, url);
  if (!news) return;
  const job = thisJob(env);
  await Promise.all([job && recordDeployment(job, news, progress), notify(news, env, progress)]);
}
