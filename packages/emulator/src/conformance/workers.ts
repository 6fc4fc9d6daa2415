import { expect } from "vitest";
import { z } from "zod";
import { form, type Recorder } from "./recorder.ts";

const NAME = "conformance-worker";
const PATH = `/workers/scripts/${NAME}`;
const METADATA = { main_module: "worker.js", compatibility_date: "2026-04-01" };
const says = (text: string) => `export default { fetch: () => new Response("${text}"), scheduled() {} };`;

/** Scripts, their versions and deployments, and what belongs to a script. */
export async function workers(recorder: Recorder): Promise<void> {
  const { client, account } = recorder;
  const { scripts, assets, beta, subdomains } = client.workers;
  const script = { ...account, script_name: NAME };
  const metadata = {
    ...METADATA,
    bindings: [
      { type: "plain_text", name: "TEXT", text: "text" },
      { type: "json", name: "JSON", json: { a: 1 } },
      { type: "secret_text", name: "SECRET", text: "secret" },
      { type: "version_metadata", name: "VERSION" },
    ],
    annotations: { "workers/tag": "first", "workers/message": "the first" },
  };
  await recorder.send("workers.scripts.update", "PUT", PATH, form({ metadata }, says("one")));
  await scripts.list(account);
  await scripts.get(NAME, account);
  await scripts.content.get(NAME, account);
  const content = { main_module: "worker.js" };
  await recorder.send(
    "workers.scripts.content.update",
    "PUT",
    `${PATH}/content`,
    form({ metadata: content }, says("two")),
  );

  const session = await scripts.assets.upload.create(NAME, {
    ...account,
    manifest: { "/page.html": { hash: "00112233445566778899aabbccddeeff", size: 4 } },
  });
  await assets.upload.create(
    { ...account, base64: true, body: { "00112233445566778899aabbccddeeff": btoa("page") } },
    { headers: { authorization: `Bearer ${session.jwt}` } },
  );

  const third = { ...METADATA, annotations: { "workers/tag": "third", "workers/message": "the third" } };
  const uploaded = await recorder.send(
    "workers.scripts.versions.create",
    "POST",
    `${PATH}/versions`,
    form({ metadata: third }, says("three")),
  );
  const { id } = z.looseObject({ id: z.string() }).parse(uploaded);
  await scripts.versions.list(NAME, account);
  await scripts.versions.get(id, script);
  const deployment = await scripts.deployments.create(NAME, {
    ...account,
    strategy: "percentage",
    versions: [{ version_id: id, percentage: 100 }],
    annotations: { "workers/message": "all" },
  });
  const { deployments } = z
    .looseObject({ deployments: z.array(z.looseObject({ id: z.string() })) })
    .parse((await recorder.silent.workers.scripts.deployments.list(NAME, account)).result);
  await scripts.deployments.delete(deployments[1]?.id ?? "", script);
  await scripts.deployments.get(deployment.id, script);
  await scripts.deployments.list(NAME, account);

  await scripts.scriptAndVersionSettings.get(NAME, account);
  const settings = { bindings: [{ type: "plain_text", name: "TEXT", text: "changed" }] };
  await recorder.send(
    "workers.scripts.scriptAndVersionSettings.edit",
    "PATCH",
    `${PATH}/settings`,
    form({ settings }),
  );
  await scripts.settings.get(NAME, account);
  await scripts.settings.edit(NAME, {
    ...account,
    logpush: false,
    tags: ["a"],
    observability: { enabled: true },
  });
  await scripts.secrets.update(NAME, { ...account, name: "KEY", text: "value", type: "secret_text" });
  await scripts.secrets.bulkUpdate(NAME, {
    ...account,
    secrets: { OTHER: { name: "OTHER", text: "value", type: "secret_text" } },
  });
  await scripts.secrets.list(NAME, account);
  await scripts.secrets.get("KEY", script);
  await scripts.secrets.delete("KEY", script);
  await scripts.schedules.update(NAME, { ...account, body: [{ cron: "0 0 1 1 *" }] });
  await scripts.schedules.get(NAME, account);
  await subdomains.get(account);
  await scripts.subdomain.create(NAME, { ...account, enabled: true, previews_enabled: true });
  await scripts.subdomain.get(NAME, account);
  await scripts.subdomain.delete(NAME, account);
  await beta.workers.get(NAME, account);
  await client.durableObjects.namespaces.list(account);
  await scripts.delete(NAME, account);

  await expect(scripts.versions.list(NAME, account)).rejects.toMatchObject({
    status: 404,
    errors: [{ code: 10007 }],
  });
}
