import { type LoadReport, startLoad } from "../tests/load.ts";
import type { Shop } from "./shop.ts";

/** Requests made while something happened, and those not answered as they had to be. */
export type Visits = Pick<LoadReport, "requests" | "failures">;

/**
 * Keeps visitors on staging and prod while a release goes all the way and back.
 * @param shop with a release in prod already
 */
export async function visit(shop: Shop, say: (line: string) => void): Promise<Visits> {
  say("requests under load through deploy, promote and rollback");
  const { workersUrl } = await shop.workspace.emulator();
  const loads = ["shop-staging", "shop-prod"].map((worker) => startLoad({ workersUrl, worker }, 4));
  const breathe = () => Promise.all(loads.map((load) => load.answered(200)));

  await breathe();
  await shop.change();
  await shop.kit("deploy", "shop", "--profile", "staging");
  await breathe();
  await shop.promote();
  await shop.approve();
  await shop.kit("resume", "shop");
  await breathe();
  await shop.kit("rollback", "shop", "--profile", "prod");
  await breathe();

  const reports = await Promise.all(loads.map((load) => load.stop()));
  return {
    requests: reports.reduce((sum, { requests }) => sum + requests, 0),
    failures: reports.flatMap(({ failures }) => failures),
  };
}
