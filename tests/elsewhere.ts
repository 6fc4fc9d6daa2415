import type { Emulator } from "./workspace.ts";

/** The emulator at an address that is not said to be this machine's, as if it were an account of Cloudflare's. */
export class Elsewhere {
  /** The methods of all requests, in order. */
  readonly asked: string[] = [];
  readonly #emulator: Emulator;
  readonly #server: Bun.Server<undefined>;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.#server = Bun.serve({ hostname: "0.0.0.0", port: 0, fetch: (request) => this.#pass(request) });
  }

  /** What brings the kit there. */
  get env(): Record<string, string> {
    return {
      CLOUDFLARE_API_TOKEN: this.#emulator.token,
      CLOUDFLARE_ACCOUNT_ID: this.#emulator.accountId,
      CLOUDFLARE_BASE_URL: `http://0.0.0.0:${this.#server.port}/client/v4`,
    };
  }

  stop(): Promise<void> {
    return this.#server.stop(true);
  }

  #pass(request: Request): Promise<Response> {
    const { method } = request;
    const { pathname, search } = new URL(request.url);
    this.asked.push(method);
    const headers = new Headers(request.headers);
    headers.delete("host");
    const body = method === "GET" ? null : request.body;
    return fetch(new URL(pathname + search, this.#emulator.apiUrl), { method, headers, body });
  }
}
