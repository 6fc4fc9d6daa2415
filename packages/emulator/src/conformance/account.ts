import { expect } from "vitest";
import { form, type Recorder } from "./recorder.ts";

const NAME = "conformance-domain";

/** Who asks, and for whom. */
export async function account({ client, account }: Recorder): Promise<void> {
  await client.user.get();
  await client.user.tokens.verify();
  await client.memberships.list();
  await client.accounts.list();
  await client.accounts.get(account);
  await client.accounts.tokens.verify(account);
  await expect(client.workers.scripts.list({ account_id: "0".repeat(32) })).rejects.toMatchObject({
    status: 403,
    errors: [{ code: expect.any(Number) }],
  });
}

/** Custom domains and routes, of a zone that is there. */
export async function zone(recorder: Recorder): Promise<void> {
  const { client, account, zone, free } = recorder;
  if (free) {
    const made = await client.zones.create({ account: { id: account.account_id }, name: "made.example" });
    await client.zones.delete({ zone_id: made.id });
  }
  if (!zone) return;
  await client.zones.list({ name: zone.name });
  await client.zones.get({ zone_id: zone.id });
  const metadata = { main_module: "worker.js", compatibility_date: "2026-04-01" };
  const worker = "export default { fetch: () => new Response('domain') };";
  await recorder.send(
    "workers.scripts.update",
    "PUT",
    `/workers/scripts/${NAME}`,
    form({ metadata }, worker),
  );
  const domain = await client.workers.domains.update({
    ...account,
    hostname: `conformance.${zone.name}`,
    service: NAME,
    zone_id: zone.id,
  });
  await client.workers.domains.list(account);
  await client.workers.domains.get(domain.id ?? "", account);
  await client.workers.domains.delete(domain.id ?? "", account);
  const { routes } = client.workers;
  const of = { zone_id: zone.id };
  const route = await routes.create({ ...of, pattern: `conformance.${zone.name}/*`, script: NAME });
  await routes.list(of);
  await routes.get(route.id, of);
  await routes.update(route.id, { ...of, pattern: `conformance.${zone.name}/api/*`, script: NAME });
  await routes.delete(route.id, of);
  await client.workers.scripts.delete(NAME, account);
}
