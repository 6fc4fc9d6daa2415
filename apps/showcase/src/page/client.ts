/** For hono's `hc`: a fetch that throws an Error which can be shown to people, unless the answer is a good one. */
export async function fetchOrThrow(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
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
