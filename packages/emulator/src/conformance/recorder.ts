import Cloudflare from "cloudflare";
import { z } from "zod";

/** Where the suite is run: the emulator, or a real account of somebody who has one. */
export interface Target {
  apiUrl: string;
  token: string;
  accountId: string;
  /** A zone that the account has; the emulator makes one when it is named. */
  zone: { id: string; name: string } | undefined;
  /** Whether zones may be made and deleted: they cost nothing. */
  free: boolean;
}

/** What a method of the SDK gave for one answer of the API. */
export interface Answer {
  /** Where the method is in the SDK, such as `workers.scripts.list`. */
  method: string;
  /** The requests it made, such as `GET /accounts/1/workers/scripts`. */
  requests: string[];
  value: unknown;
}

const Message = z.looseObject({ code: z.number().int().min(1000), message: z.string() });

/** What is around every JSON answer. Source: common.yaml in github.com/cloudflare/api-schemas (2ac8369e). */
const Envelope = z.discriminatedUnion("success", [
  z.looseObject({
    success: z.literal(true),
    errors: z.array(z.never()),
    messages: z.array(Message),
    result: z.unknown(),
    result_info: z
      .looseObject({
        page: z.number().min(1).optional(),
        per_page: z.number().optional(),
        count: z.number().optional(),
        total_count: z.number().optional(),
      })
      .optional(),
  }),
  z.looseObject({
    success: z.literal(false),
    errors: z.array(Message).min(1),
    messages: z.array(Message),
    result: z.null(),
  }),
]);

/** Cloudflare's SDK, with somebody who listens: everything it is told is kept, with the name of the method. */
export class Recorder {
  readonly answers: Answer[] = [];
  readonly client: Cloudflare;
  /** The same, unheard: to wait for something. */
  readonly silent: Cloudflare;
  /** What most methods want to be told. */
  readonly account: { account_id: string };
  readonly zone: Target["zone"];
  readonly free: boolean;
  readonly #target: Target;
  #requests: string[] = [];

  constructor(target: Target) {
    const { apiUrl, token, accountId, zone } = target;
    this.#target = target;
    this.silent = new Cloudflare({
      apiToken: token,
      baseURL: apiUrl,
      maxRetries: 0,
      fetch: (input, init) => this.#ask(String(input), init ?? {}),
    });
    this.client = this.#heard(this.silent, []);
    this.account = { account_id: accountId };
    this.zone = zone;
    this.free = target.free;
  }

  /**
   * Sends a form, which the SDK cannot since its version 7 (github.com/cloudflare/cloudflare-typescript/issues/2799).
   * @param method of the SDK that ought to do it, whose type the answer is to have
   * @param path below the account
   * @returns the answer's `result`
   */
  async send(method: string, verb: "PUT" | "POST" | "PATCH", path: string, body: FormData): Promise<unknown> {
    this.#requests = [];
    const { apiUrl, token, accountId } = this.#target;
    const headers = { authorization: `Bearer ${token}` };
    const response = await this.#ask(`${apiUrl}/accounts/${accountId}${path}`, {
      method: verb,
      headers,
      body,
    });
    const { success, errors, result } = Envelope.parse(await response.json());
    if (!success) throw new Error(`${verb} ${path}: ${JSON.stringify(errors)}`);
    this.answers.push({ method, requests: this.#requests, value: result });
    return result;
  }

  async #ask(url: string, init: RequestInit): Promise<Response> {
    const { pathname } = new URL(url);
    const below = pathname.slice(new URL(this.#target.apiUrl).pathname.length);
    const name = `${init.method?.toUpperCase() ?? "GET"} ${below}`;
    this.#requests.push(name);
    const response = await fetch(url, init);
    if (response.headers.get("content-type")?.includes("application/json") && !/\/values\//.test(pathname)) {
      const envelope = Envelope.safeParse(await response.clone().json());
      if (!envelope.success) throw new Error(`${name}: ${z.prettifyError(envelope.error)}`);
      if (envelope.data.success !== response.ok) throw new Error(`${name}: status ${response.status}`);
    }
    return response;
  }

  /** The same object, whose methods, and whose resources' methods, are listened to. */
  #heard<T extends object>(resource: T, path: string[]): T {
    return new Proxy(resource, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof key !== "string" || key.startsWith("_")) return value;
        if (typeof value === "object" && value !== null) return this.#heard(value, [...path, key]);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          this.#requests = [];
          const given: unknown = await Reflect.apply(value, target, args);
          this.answers.push({
            method: [...path, key].join("."),
            requests: this.#requests,
            value: shown(given),
          });
          return given;
        };
      },
    });
  }
}

/** What of an answer is Cloudflare's: of a page its fields, of a download that there is one. */
function shown(given: unknown): unknown {
  if (given instanceof Response) return { download: given.ok };
  if (typeof given === "object" && given !== null && "getPaginatedItems" in given) {
    return {
      ...("result" in given && { result: given.result }),
      ...("result_info" in given && { result_info: given.result_info }),
    };
  }
  return given;
}

/** A form of JSON parts, and the one module of a Worker. */
export function form(parts: Record<string, object>, code?: string): FormData {
  const body = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    body.append(name, new Blob([JSON.stringify(part)], { type: "application/json" }));
  }
  if (code !== undefined) {
    body.append("worker.js", new Blob([code], { type: "application/javascript+module" }), "worker.js");
  }
  return body;
}
