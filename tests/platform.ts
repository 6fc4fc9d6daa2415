import { z } from "zod";
import type { Emulator } from "./workspace.ts";

const envelope = z.object({ success: z.literal(true), result: z.unknown() });
const scripts = z.array(z.object({ id: z.string() }));
const buckets = z.object({ buckets: z.array(z.object({ name: z.string() })) });

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

  /** Puts a Worker there as a stranger would. */
  async putWorker(name: string, code: string): Promise<void> {
    const form = new FormData();
    const metadata = { main_module: "worker.js", compatibility_date: "2026-01-01" };
    form.append("metadata", new Blob([JSON.stringify(metadata)], { type: "application/json" }));
    form.append("worker.js", new File([code], "worker.js", { type: "application/javascript+module" }));
    await this.#ask(`workers/scripts/${name}`, { method: "PUT", body: form });
  }

  #get(path: string): Promise<unknown> {
    return this.#ask(path, {});
  }

  async #ask(path: string, request: { method?: string; body?: FormData }): Promise<unknown> {
    const { apiUrl, accountId, token } = this.#emulator;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${apiUrl}/accounts/${accountId}/${path}`, { ...request, headers });
    return envelope.parse(await response.json()).result;
  }
}
