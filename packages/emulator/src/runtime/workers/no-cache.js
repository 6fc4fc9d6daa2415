import { WorkerEntrypoint } from "cloudflare:workers";

/** The Cache API with nothing in it: every look misses and every put is accepted, as on workers.dev. */
export class NoCache extends WorkerEntrypoint {
  async fetch(request) {
    if (request.method === "PUT") {
      await request.body?.pipeTo(new WritableStream());
      return new Response(null, { status: 204 });
    }
    if (request.method === "PURGE") return new Response(null, { status: 404 });
    return new Response(null, { status: 504, headers: { "cf-cache-status": "MISS" } });
  }
}
