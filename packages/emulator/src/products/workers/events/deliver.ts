import type { Platform } from "../../product.ts";
import { runnable } from "../serving/runnable.ts";
import { servingVersion } from "../serving/serving-version.ts";

/** There is nobody to take an event. */
export class Undeliverable extends Error {
  override name = "Undeliverable";
}

/**
 * Brings a Worker an event that is no request, to the version that a request would reach.
 * @param kind path of the sidecar's that hands the event on
 * @returns what the sidecar answers
 * @throws Undeliverable when there is no such Worker, or it is assets only
 */
export async function deliver(
  platform: Platform,
  script: string,
  kind: "scheduled" | "queue",
  event: unknown,
): Promise<unknown> {
  const version = servingVersion(platform.store, script);
  if (!version?.upload.mainModule) throw new Undeliverable(`There is no Worker ${script} to take the event.`);
  const response = await platform.fleet.tell(runnable(platform, version), kind, event);
  if (!response.ok) throw new Undeliverable(await response.text());
  return response.json();
}
