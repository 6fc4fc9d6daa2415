import { findOperation, objections, objectionsTo } from "./contract.ts";
import type { Permissions } from "./model.ts";
import { type Asked, type Hub, type Operation, operations } from "./operations.ts";

/** What one who asks may do: a job's token what the job was granted, a person's own everything. */
interface Caller {
  login: string;
  permissions: Permissions | "all";
}

/** Who the token of a job speaks as. */
const BOT = "github-actions[bot]";

/** GitHub's REST API as far as it is asked here, on loopback. Each request and each answer is held against its description. */
export class Api {
  readonly #server: Bun.Server<undefined>;
  readonly #callers = new Map<string, Caller>();
  readonly hub: Hub;
  /** What was wrong with what was asked: a test ends with none. */
  readonly complaints: string[] = [];

  constructor(hub: Hub) {
    this.hub = hub;
    this.#server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => this.#answer(request) });
  }

  get url(): string {
    return this.#server.url.origin;
  }

  jobToken(permissions: Permissions): string {
    return this.#remember("ghs", { login: BOT, permissions });
  }

  personToken(login: string): string {
    return this.#remember("ghp", { login, permissions: "all" });
  }

  stop(): Promise<void> {
    return this.#server.stop(true);
  }

  #remember(kind: string, caller: Caller): string {
    const token = `${kind}_${crypto.randomUUID().replaceAll("-", "")}`;
    this.#callers.set(token, caller);
    return token;
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const what = `${request.method} ${pathname}`;
    const caller = this.#callers.get(request.headers.get("authorization")?.replace(/^Bearer /, "") ?? "");
    if (!caller) return Response.json({ message: "Bad credentials" }, { status: 401 });
    const match = findOperation(request.method.toLowerCase(), pathname);
    const operation = match && operations[`${match.method} ${match.path}`];
    if (!match || !operation) return this.#refuse(404, `${what} is not implemented here`);

    const text = await request.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const wrong = objections(match, query, body);
    if (!request.headers.get("user-agent")) wrong.push("there is no user-agent");
    if (wrong.length > 0) return this.#refuse(422, `${what}: ${wrong.join("; ")}`);
    if (!isGranted(caller, operation))
      return this.#refuse(403, `${what}: Resource not accessible by integration`);

    const asked: Asked = { values: match.values, query, body, login: caller.login };
    const answer = await operation.act(this.hub, asked);
    const unlike = objectionsTo(match, answer.status, answer.body);
    for (const objection of unlike) this.complaints.push(`the stand-in itself: ${what}: ${objection}`);
    if (answer.body === undefined) return new Response(null, { status: answer.status });
    return Response.json(answer.body, { status: answer.status });
  }

  #refuse(status: number, message: string): Response {
    this.complaints.push(message);
    return Response.json({ message }, { status });
  }
}

function isGranted({ permissions }: Caller, { scopes, level }: Operation): boolean {
  if (permissions === "all") return true;
  return scopes.some((scope) => permissions[scope] === "write" || permissions[scope] === level);
}
