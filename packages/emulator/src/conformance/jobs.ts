import { expect } from "vitest";
import { form, type Recorder } from "./recorder.ts";

const NAME = "conformance-jobs";
const WORKER = `
import { DurableObject, WorkflowEntrypoint } from "cloudflare:workers";
export class Flow extends WorkflowEntrypoint {
  async run(event, step) {
    await step.do("one", async () => "one");
    await step.sleep("a moment", 10);
    return (await step.waitForEvent("word", { type: "word", timeout: "1 minute" })).payload;
  }
}
export class Room extends DurableObject {}
export default { fetch: () => new Response("jobs"), queue() {} };`;

/** Queues with their consumers, Workflows and Durable Objects: what wants a Worker to be there. */
export async function jobs(recorder: Recorder): Promise<void> {
  const { client, account } = recorder;
  const metadata = {
    main_module: "worker.js",
    compatibility_date: "2026-04-01",
    bindings: [
      { type: "workflow", name: "FLOW", workflow_name: NAME, class_name: "Flow" },
      { type: "durable_object_namespace", name: "ROOM", class_name: "Room" },
    ],
    migrations: { new_tag: "v1", new_sqlite_classes: ["Room"] },
  };
  await recorder.send(
    "workers.scripts.update",
    "PUT",
    `/workers/scripts/${NAME}`,
    form({ metadata }, WORKER),
  );
  const namespaces = await client.durableObjects.namespaces.list(account);
  const room = namespaces.getPaginatedItems().find(({ script }) => script === NAME);
  await client.durableObjects.namespaces.objects.list(room?.id ?? "", account);
  await queues(recorder);
  await workflows(recorder);
  await client.workers.scripts.delete(NAME, { ...account, force: true });
}

async function queues({ client, account }: Recorder): Promise<void> {
  const { queues } = client;
  const { queue_id: id = "" } = await queues.create({ ...account, queue_name: NAME });
  const queue = { ...account, queue_id: id };
  await queues.list(account);
  await queues.get(id, account);
  await queues.edit(id, { ...account, settings: { delivery_delay: 0 } });
  await queues.update(id, { ...account, queue_name: NAME, settings: { message_retention_period: 3600 } });
  const consumer = await queues.consumers.create(id, {
    ...account,
    type: "worker",
    script_name: NAME,
    settings: { batch_size: 2 },
  });
  const consumerId = consumer.consumer_id ?? "";
  await queues.consumers.list(id, account);
  await queues.consumers.get(consumerId, queue);
  await queues.consumers.update(consumerId, {
    ...queue,
    type: "worker",
    script_name: NAME,
    settings: { batch_size: 3 },
  });
  await queues.consumers.delete(consumerId, queue);
  const puller = await queues.consumers.create(id, {
    ...account,
    type: "http_pull",
    settings: { batch_size: 2 },
  });
  await queues.messages.push(id, { ...account, body: "a", content_type: "text" });
  await queues.messages.bulkPush(id, { ...account, messages: [{ body: { b: 1 }, content_type: "json" }] });
  const pulled = await queues.messages.pull(id, { ...account, batch_size: 1, visibility_timeout_ms: 10_000 });
  const leases = (pulled.messages ?? []).flatMap(({ lease_id }) =>
    lease_id === undefined ? [] : [{ lease_id }],
  );
  await queues.messages.ack(id, { ...account, acks: leases });
  await queues.consumers.delete(puller.consumer_id ?? "", queue);
  await queues.purge.start(id, { ...account, delete_messages_permanently: true });
  await queues.purge.status(id, account);
  await queues.delete(id, account);
}

async function workflows({ client, silent, account }: Recorder): Promise<void> {
  const { workflows } = client;
  const workflow = { ...account, workflow_name: NAME };
  await workflows.update(NAME, { ...account, script_name: NAME, class_name: "Flow" });
  await workflows.list(account);
  await workflows.get(NAME, account);
  const versions = await workflows.versions.list(NAME, account);
  await workflows.versions.get(versions.getPaginatedItems()[0]?.id ?? "", workflow);
  const { id } = await workflows.instances.create(NAME, { ...account, params: JSON.stringify({ a: 1 }) });
  await workflows.instances.bulk(NAME, { ...account, body: [{ instance_id: "second", params: "{}" }] });
  await workflows.instances.list(NAME, account);
  const instance = { ...workflow, instance_id: id };
  await workflows.instances.status.edit(id, { ...workflow, status: "pause" });
  await workflows.instances.status.edit(id, { ...workflow, status: "resume" });
  await workflows.instances.events.create("word", { ...instance, body: "yes" });
  const done = () => silent.workflows.instances.get(id, workflow);
  await expect.poll(done, { timeout: 30_000 }).toMatchObject({ status: "complete" });
  await workflows.instances.get(id, workflow);
  await workflows.instances.status.edit("second", { ...workflow, status: "terminate" });
  await workflows.delete(NAME, account);
}
