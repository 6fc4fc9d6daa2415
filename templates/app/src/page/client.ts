import { hc } from "hono/client";
import type { Api } from "../worker.ts";

/** The Worker's API, typed by the Worker itself. Calls throw an Error that can be shown to people. */
export const { api } = hc<Api>("/", { fetch: fetchOrThrow });

async function fetchOrThrow(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init).catch(() => {
    throw new Error("The server cannot be reached. Are you online?");
  });
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  throw new Error(isError(body) ? body.error : `The server answered ${response.status}.`);
}

function isError(body: unknown): body is { error: string } {
  return typeof body === "object" && body !== null && "error" in body && typeof body.error === "string";
}
