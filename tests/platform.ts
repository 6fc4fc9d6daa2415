import { z } from "zod";
import type { Emulator } from "./workspace.ts";

const envelope = z.object({ success: z.literal(true), result: z.unknown() });
const scripts = z.array(z.object({ id: z.string() }));
const objects = z.array(z.object({ key: z.string() }));
const buckets = z.object({ buckets: z.array(z.object({ name: z.string() })) });

const deployments = z.object({
  deployments: z.array(z.object({ versions: z.array(z.object({ version_id: z.string() })) })),
});
const databases = z.array(z.object({ uuid: z.string(), name: z.string() }));
const schedules = z.object({ schedules: z.array(z.object({ cron: z.string() })) });
const namespaces = z.array(z.object({ title: z.string() }));
const queues = z.array(z.object({ queue_id: z.string(), queue_name: z.string() }));
const consumers = z.array(z.object({ script_name: z.string() }));
const workflows = z.array(z.object({ name: z.string(), script_name: z.string() }));
const domains = z.array(z.object({ hostname: z.string() }));
const results = z.array(z.object({ results: z.array(z.unknown()) }));

interface Request {
  method?: string;
  body?: FormData | string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
}

/** What stands in the emulator's account, asked over Cloudflare's API rather than by way of the kit. */
export class Platform {
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
  }

  /** Every Worker with its versions and deployments. */
  async workers(): Promise<unknown> {
    const list = await this.#get("workers/scripts");
    return Promise.all(
      scripts.parse(list).map(async ({ id }) => ({
        id,
        versions: await this.#get(`workers/scripts/${id}/versions`),
        deployments: await this.#get(`workers/scripts/${id}/deployments`),
      })),
    );
  }

  /** Workers, and where data is kept: for seeing that nothing of it changed. */
  async everything(): Promise<unknown> {
    const names = buckets.parse(await this.#get("r2/buckets")).buckets.map(({ name }) => name);
    return {
      workers: await this.workers(),
      databases: await this.#get("d1/database"),
      namespaces: await this.#get("storage/kv/namespaces"),
      objects: await Promise.all(names.map((name) => this.#get(`r2/buckets/${name}/objects`))),
    };
  }

  /** The Workers, databases, namespaces, queues, buckets and Workflows whose names begin so. */
  async named(prefix: string): Promise<string[]> {
    const names = [
      scripts.parse(await this.#get("workers/scripts")).map(({ id }) => id),
      databases.parse(await this.#get("d1/database")).map(({ name }) => name),
      namespaces.parse(await this.#get("storage/kv/namespaces")).map(({ title }) => title),
      queues.parse(await this.#get("queues")).map(({ queue_name }) => queue_name),
      buckets.parse(await this.#get("r2/buckets")).buckets.map(({ name }) => name),
      workflows.parse(await this.#get("workflows")).map(({ name }) => name),
    ];
    return names
      .flat()
      .filter((name) => name.startsWith(prefix))
      .toSorted();
  }

  /** Makes a bucket, past the kit. */
  async makeBucket(name: string): Promise<void> {
    await this.#post("r2/buckets", { name });
  }

  async putObject(bucket: string, key: string): Promise<void> {
    await this.#ask(`r2/buckets/${bucket}/objects/${key}`, { method: "PUT", body: "text" });
  }

  async deleteObject(bucket: string, key: string): Promise<void> {
    await this.#ask(`r2/buckets/${bucket}/objects/${key}`, { method: "DELETE" });
  }

  /** Deletes a Worker behind the kit's back. */
  async deleteWorker(name: string): Promise<void> {
    await this.#ask(`workers/scripts/${name}?force=true`, { method: "DELETE" });
  }

  /** Puts a Worker there as a stranger would. */
  async putWorker(name: string, code: string): Promise<void> {
    const form = new FormData();
    const metadata = { main_module: "worker.js", compatibility_date: "2026-01-01" };
    form.append("metadata", new Blob([JSON.stringify(metadata)], { type: "application/json" }));
    form.append("worker.js", new File([code], "worker.js", { type: "application/javascript+module" }));
    await this.#ask(`workers/scripts/${name}`, { method: "PUT", body: form });
  }

  /** Gives all of a Worker's traffic to one version, past the kit. */
  async deploy(worker: string, version: string): Promise<void> {
    const versions = [{ version_id: version, percentage: 100 }];
    await this.#post(`workers/scripts/${worker}/deployments`, { strategy: "percentage", versions });
  }

  /** Every version of a Worker that ever had traffic, newest first. */
  async versionsDeployed(worker: string): Promise<string[]> {
    const list = deployments.parse(await this.#get(`workers/scripts/${worker}/deployments`)).deployments;
    return [...new Set(list.flatMap(({ versions }) => versions.map(({ version_id }) => version_id)))];
  }

  /** The rows that a statement brings from the database of that name. */
  async query(database: string, sql: string): Promise<unknown[]> {
    const found = databases.parse(await this.#get(`d1/database?name=${database}`));
    const id = found.find(({ name }) => name === database)?.uuid;
    const answers = results.parse(await this.#post(`d1/database/${id}/query`, { sql }));
    return answers.flatMap((answer) => answer.results);
  }

  /** What brings work to a Worker, by name; nothing for one that is not there. */
  async triggers(worker: string) {
    const isThere = scripts.parse(await this.#get("workers/scripts")).some(({ id }) => id === worker);
    const listed = queues.parse(await this.#get("queues"));
    const consumed = await Promise.all(
      listed.map(async ({ queue_id, queue_name }) => {
        const found = consumers.parse(await this.#get(`queues/${queue_id}/consumers`));
        return found.some(({ script_name }) => script_name === worker) ? [queue_name] : [];
      }),
    );
    return {
      crons: isThere
        ? schedules
            .parse(await this.#get(`workers/scripts/${worker}/schedules`))
            .schedules.map(({ cron }) => cron)
        : [],
      queues: consumed.flat(),
      workflows: workflows
        .parse(await this.#get("workflows"))
        .filter(({ script_name }) => script_name === worker)
        .map(({ name }) => name),
      domains: domains
        .parse(await this.#get(`workers/domains?service=${worker}`))
        .map(({ hostname }) => hostname)
        .sort(),
    };
  }

  /** Takes a Worker's crons away, past the kit. */
  async unschedule(worker: string): Promise<void> {
    await this.#put(`workers/scripts/${worker}/schedules`, []);
  }

  /** Sets a Worker's secret, past the kit. */
  async setSecret(worker: string, name: string, text: string): Promise<void> {
    await this.#put(`workers/scripts/${worker}/secrets`, { name, text, type: "secret_text" });
  }

  /** Gives a Worker a domain, past the kit. */
  async attach(hostname: string, service: string): Promise<void> {
    await this.#put("workers/domains", { hostname, service });
  }

  /** Makes a database as a stranger would, with something in it. */
  async makeDatabase(name: string, sql: string): Promise<void> {
    const { uuid } = databases.element.parse(await this.#post("d1/database", { name }));
    await this.#post(`d1/database/${uuid}/query`, { sql });
  }

  /** Deletes a database behind the kit's back. */
  async deleteDatabase(name: string): Promise<void> {
    const found = databases.parse(await this.#get(`d1/database?name=${name}`));
    await this.#ask(`d1/database/${found.find((each) => each.name === name)?.uuid}`, { method: "DELETE" });
  }

  #post(path: string, body: object): Promise<unknown> {
    return this.#send("POST", path, body);
  }

  #put(path: string, body: object): Promise<unknown> {
    return this.#send("PUT", path, body);
  }

  #send(method: string, path: string, body: object): Promise<unknown> {
    const headers = { "content-type": "application/json" };
    return this.#ask(path, { method, body: JSON.stringify(body), headers });
  }

  /** The keys of a bucket. */
  async keys(bucket: string): Promise<string[]> {
    const listed = objects.parse(await this.#get(`r2/buckets/${bucket}/objects`));
    return listed.map(({ key }) => key);
  }

  /** Replaces an object of a bucket. @returns what puts it back as it was */
  async overwrite(bucket: string, key: string, text: string): Promise<() => Promise<void>> {
    const path = `r2/buckets/${bucket}/objects/${key}`;
    const before = await this.#bytes(path);
    await this.#ask(path, { method: "PUT", body: text });
    return async () => {
      await this.#ask(path, { method: "PUT", body: before });
    };
  }

  /** Adds a byte to every object of a bucket whose key ends so. @returns what puts them back as they were */
  async tamperWith(bucket: string, suffix: string): Promise<() => Promise<void>> {
    const keys = (await this.keys(bucket)).filter((key) => key.endsWith(suffix));
    const put = (key: string, body: Uint8Array<ArrayBuffer>) =>
      this.#ask(`r2/buckets/${bucket}/objects/${key}`, { method: "PUT", body });
    const undo = await Promise.all(
      keys.map(async (key) => {
        const before = await this.#bytes(`r2/buckets/${bucket}/objects/${key}`);
        await put(key, Uint8Array.of(...before, 10));
        return () => put(key, before);
      }),
    );
    return async () => {
      await Promise.all(undo.map((back) => back()));
    };
  }

  #get(path: string): Promise<unknown> {
    return this.#ask(path, {});
  }

  async #bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await (await this.#fetch(path, {})).arrayBuffer());
  }

  async #ask(path: string, request: Request): Promise<unknown> {
    return envelope.parse(await (await this.#fetch(path, request)).json()).result;
  }

  #fetch(path: string, request: Request): Promise<Response> {
    const { apiUrl, accountId, token } = this.#emulator;
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    return fetch(`${apiUrl}/accounts/${accountId}/${path}`, { ...request, headers });
  }
}
