import { z } from "zod";
import { accessHeaders, refusal } from "./access.ts";
import { findOperation, type Operation } from "./description.ts";
import { type Answer, type Asked, type Routes, refused } from "./route.ts";
import { deployments } from "./routes/deployments.ts";
import { environments } from "./routes/environments.ts";
import { issues } from "./routes/issues.ts";
import { releases } from "./routes/releases.ts";
import { repository } from "./routes/repository.ts";
import { runs } from "./routes/runs.ts";
import { secrets } from "./routes/secrets.ts";
import { settings } from "./routes/settings.ts";
import { newState, type State } from "./state.ts";

const routes: Routes = {
  ...repository,
  ...environments,
  ...secrets,
  ...settings,
  ...deployments,
  ...issues,
  ...runs,
  ...releases,
};

/**
 * A stand-in for GitHub's REST API, on loopback: one repository that remembers what is done to it. Every request
 * is held against GitHub's own description of the API, and so is every answer. Whatever is not as described is
 * answered 422, and makes `stop` throw, so that the test fails.
 */
export class GitHub {
  readonly state: State = newState();
  /** The operations asked for, in order: `GET /repos/{owner}/{repo}`. */
  readonly calls: string[] = [];
  readonly faults: string[] = [];
  readonly #server: Bun.Server<undefined>;

  constructor() {
    this.#server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: (request) => this.#answer(request) });
  }

  /** What is to be in GITHUB_API_URL. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** The calls that changed something, or tried to. */
  changes(): string[] {
    return this.calls.filter((call) => !call.startsWith("GET "));
  }

  /** @throws when a request, or an answer, was not as GitHub describes it */
  async stop(): Promise<void> {
    await this.#server.stop(true);
    if (this.faults.length > 0) throw new Error(`Not as GitHub describes it:\n${this.faults.join("\n")}`);
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const found = findOperation(request.method, url.pathname);
    if (!found) return this.#fault(`${request.method} ${url.pathname}: there is no such operation`);
    const { operation, params } = found;
    this.calls.push(operation.key);
    const text = await request.text();
    const body: unknown = text === "" ? undefined : JSON.parse(text);
    const faults = [...operation.queryFaults(url.searchParams), ...operation.bodyFaults(body)];
    if (faults.length > 0) return this.#fault(`${operation.key}: ${faults.join("; ")}`);
    const route = routes[operation.key];
    if (!route) return this.#fault(`${operation.key}: the stand-in does not have it`);
    const by = this.#tokenOf(request);
    const asked = { state: this.state, params, query: url.searchParams, body };
    const headers = accessHeaders(this.state, by, route.needs);
    const no = refusal(asked, by, route.needs);
    if (no || !by) return this.#respond(operation, no ?? refused(401, "Bad credentials"), headers);
    if (this.state.left !== undefined) this.state.left--;
    return this.#respond(operation, route.answer({ ...asked, by } satisfies Asked), headers);
  }

  #tokenOf(request: Request) {
    const [, token = ""] = /^(?:token|bearer) (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
    return this.state.tokens.get(token);
  }

  #respond(operation: Operation, answer: Answer, headers: Record<string, string>): Response {
    if (answer.kind === "nothing") return new Response(null, { status: answer.status, headers });
    if (answer.kind === "refused") {
      const body = { message: answer.message, documentation_url: "https://docs.github.com/rest" };
      return Response.json(body, { status: answer.status, headers });
    }
    const status = answer.kind === "one" ? answer.status : 200;
    const body = filled(answer, operation.example(status));
    this.faults.push(...operation.answerFaults(status, body).map((fault) => `${operation.key}: ${fault}`));
    return Response.json(body, { status, headers });
  }

  #fault(what: string): Response {
    this.faults.push(what);
    return Response.json({ message: what }, { status: 422 });
  }
}

const thing = z.record(z.string(), z.unknown()).catch({});

/** An answer, with all that it leaves out taken from the description's example. */
function filled(answer: Exclude<Answer, { kind: "nothing" | "refused" }>, example: unknown): unknown {
  if (answer.kind === "one") return { ...thing.parse(example), ...answer.body };
  const list = answer.kind === "many" ? example : thing.parse(example)[answer.name];
  const model = thing.parse(Array.isArray(list) ? list[0] : undefined);
  const items = answer.items.map((item) => ({ ...model, ...item }));
  return answer.kind === "many" ? items : { total_count: items.length, [answer.name]: items };
}
