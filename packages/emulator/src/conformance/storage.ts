import type { Recorder } from "./recorder.ts";

const NAME = "conformance-storage";

export async function kv({ client, account }: Recorder): Promise<void> {
  const { namespaces } = client.kv;
  const { id } = await namespaces.create({ ...account, title: NAME });
  const namespace = { ...account, namespace_id: id };
  await namespaces.list(account);
  await namespaces.get(id, account);
  await namespaces.update(id, { ...account, title: `${NAME}-renamed` });
  await namespaces.values.update("one/1", { ...namespace, value: "1", metadata: { a: 1 } });
  await namespaces.values.get("one/1", namespace);
  await namespaces.metadata.get("one/1", namespace);
  await namespaces.bulkUpdate(id, {
    ...account,
    body: [
      { key: "two", value: "2", expiration_ttl: 3600, metadata: { b: 2 } },
      { key: "three", value: "3" },
    ],
  });
  await namespaces.keys.list(id, { ...account, limit: 10 });
  await namespaces.bulkGet(id, { ...account, keys: ["two", "none"] });
  await namespaces.bulkGet(id, { ...account, keys: ["two"], withMetadata: true });
  await namespaces.bulkDelete(id, { ...account, body: ["two", "three"] });
  await namespaces.values.delete("one/1", namespace);
  await namespaces.delete(id, account);
}

export async function d1({ client, account }: Recorder): Promise<void> {
  const { database } = client.d1;
  const { uuid = "" } = await database.create({ ...account, name: NAME });
  await database.list({ ...account, name: NAME });
  await database.get(uuid, account);
  await database.update(uuid, { ...account, read_replication: { mode: "disabled" } });
  await database.edit(uuid, { ...account, read_replication: { mode: "disabled" } });
  await database.query(uuid, {
    ...account,
    sql: "CREATE TABLE book (title TEXT); INSERT INTO book VALUES ('a')",
  });
  await database.query(uuid, { ...account, sql: "SELECT * FROM book WHERE title = ?", params: ["a"] });
  await database.query(uuid, {
    ...account,
    batch: [{ sql: "SELECT 1 AS one" }, { sql: "SELECT ? AS two", params: ["2"] }],
  });
  await database.raw(uuid, { ...account, sql: "SELECT * FROM book" });
  await database.export(uuid, { ...account, output_format: "polling" });
  await database.import(uuid, { ...account, action: "init", etag: "d41d8cd98f00b204e9800998ecf8427e" });
  await database.delete(uuid, account);
}

export async function r2({ client, account }: Recorder): Promise<void> {
  const { buckets } = client.r2;
  const bucket = { ...account, bucket_name: NAME };
  await buckets.create({ ...account, name: NAME });
  await buckets.list({ ...account, name_contains: NAME });
  await buckets.get(NAME, account);
  await buckets.edit(NAME, { ...account, storage_class: "InfrequentAccess" });
  await buckets.objects.upload("a/b.txt", "text", bucket);
  await buckets.objects.list(NAME, account);
  await buckets.objects.get("a/b.txt", bucket);
  await buckets.objects.delete("a/b.txt", bucket);
  await buckets.domains.custom.list(NAME, account);
  await buckets.domains.managed.list(NAME, account);
  await buckets.domains.managed.update(NAME, { ...account, enabled: false });
  await buckets.cors.update(NAME, {
    ...account,
    rules: [{ allowed: { methods: ["GET"], origins: ["https://example.com"] } }],
  });
  await buckets.cors.get(NAME, account);
  await buckets.cors.delete(NAME, account);
  await buckets.lifecycle.update(NAME, { ...account, rules: [] });
  await buckets.lifecycle.get(NAME, account);
  await buckets.locks.update(NAME, { ...account, rules: [] });
  await buckets.locks.get(NAME, account);
  await buckets.delete(NAME, account);
}

/** Only where it costs nothing: Cloudflare takes a configuration when it has reached the database. */
export async function hyperdrive({ client, account, free }: Recorder): Promise<void> {
  if (!free) return;
  const { configs } = client.hyperdrive;
  const database = { scheme: "postgres", database: "shop", user: "reader", password: "not shown" } as const;
  const origin = { ...database, host: "db.example.com", port: 5432 };
  const { id } = await configs.create({ ...account, name: NAME, origin });
  await configs.list(account);
  await configs.get(id, account);
  await configs.update(id, { ...account, name: NAME, origin, caching: { disabled: true } });
  await configs.edit(id, { ...account, origin: { user: "writer" }, mtls: { sslmode: "require" } });
  await configs.restart(id, account);
  await configs.delete(id, account);
}
