import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import { z } from "zod";

const reference = z.object({ $ref: z.string() });
const parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
});
const media = z.object({
  examples: z.record(z.string(), z.union([reference, z.object({ value: z.unknown() })])).optional(),
});
const described = z.object({
  parameters: z.array(z.union([reference, parameter])).default([]),
  requestBody: z.object({ required: z.boolean().default(false) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const content = z.object({ content: z.object({ "application/json": media.optional() }) });

const description = z
  .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())), components: z.unknown() })
  .parse(createRequire(import.meta.url)("@octokit/openapi/generated/api.github.com.json"));

sayNull(description.paths);
sayNull(description.components);

const options = { strict: false, validateFormats: false, allErrors: true, validateSchema: false } as const;
const bodies = new Ajv(options).addSchema(description, "github");
const queries = new Ajv({ ...options, coerceTypes: true }).addSchema(description, "github");

/** Says “or null” as JSON Schema does, where OpenAPI 3.0 says it of something without a type of its own. */
function sayNull(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  for (const child of Object.values(node)) sayNull(child);
  if (!("nullable" in node) || node.nullable !== true || "type" in node) return;
  const { nullable: _, ...schema } = { ...node };
  for (const name of Object.keys(node)) Reflect.deleteProperty(node, name);
  Object.assign(node, { anyOf: [schema, { type: "null" }] });
}

/** An operation of GitHub's REST API, as GitHub's own OpenAPI description has it: `GET /repos/{owner}/{repo}`. */
export class Operation {
  readonly key: string;
  readonly #place: readonly string[];
  readonly #described: z.infer<typeof described>;

  constructor(method: string, path: string) {
    this.key = `${method} ${path}`;
    this.#place = ["paths", path, method.toLowerCase()];
    this.#described = described.parse(at(this.#place));
  }

  /** What of a query is not as described; what nobody described is a fault, too. */
  queryFaults(query: URLSearchParams): string[] {
    const all = this.#described.parameters.map((each, index) => ({
      ...parameter.parse("$ref" in each ? resolved(each) : each),
      schema: pointer("$ref" in each ? each.$ref : place(...this.#place, "parameters", String(index))),
    }));
    const known = all.filter((each) => each.in === "query");
    const validate = queries.compile({
      type: "object",
      properties: Object.fromEntries(known.map(({ name, schema }) => [name, { $ref: `${schema}/schema` }])),
      required: known.filter(({ required }) => required).map(({ name }) => name),
      additionalProperties: false,
    });
    return faults(validate, Object.fromEntries(query), "query");
  }

  /** What of a body is not as described. A field that nobody described would be ignored: that is a fault, too. */
  bodyFaults(body: unknown): string[] {
    const { requestBody } = this.#described;
    if (body === undefined && !requestBody?.required) return [];
    if (!requestBody) return ["body: none is taken"];
    const schema = place(...this.#place, "requestBody", "content", "application/json", "schema");
    return [
      ...faults(bodies.compile({ $ref: pointer(schema) }), body, "body"),
      ...unknownFields(at([...this.#place, "requestBody", "content", "application/json", "schema"]), body),
    ];
  }

  /** The answer that the description gives as an example. @throws when it describes no such answer */
  example(status: number): unknown {
    const response = this.#described.responses[status];
    if (response === undefined) throw new Error(`${this.key} never answers ${status}.`);
    const { examples = {} } = content.safeParse(follow(response)).data?.content["application/json"] ?? {};
    const [first] = Object.values(examples);
    return first && z.object({ value: z.unknown() }).parse(follow(first)).value;
  }

  /** What of an answer is not as described: then the stand-in is wrong, not who asked. */
  answerFaults(status: number, answer: unknown): string[] {
    const schema = place(
      ...this.#place,
      "responses",
      String(status),
      "content",
      "application/json",
      "schema",
    );
    return faults(bodies.compile({ $ref: pointer(schema) }), answer, `answer ${status}`);
  }
}

function faults(validate: ValidateFunction, value: unknown, what: string): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const name = params.additionalProperty ? ` (${params.additionalProperty})` : "";
    return `${what}${instancePath}: ${message}${name}`;
  });
}

function unknownFields(schema: unknown, body: unknown): string[] {
  const { data } = z.object({ properties: z.record(z.string(), z.unknown()) }).safeParse(follow(schema));
  if (!data || typeof body !== "object" || body === null) return [];
  return Object.keys(body).flatMap((name) => (name in data.properties ? [] : [`body: ${name} is unknown`]));
}

function at(path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => z.record(z.string(), z.unknown()).parse(value)[name],
    description,
  );
}

function follow(value: unknown): unknown {
  const { data } = reference.safeParse(value);
  return data ? follow(resolved(data)) : value;
}

function resolved({ $ref }: { $ref: string }): unknown {
  return at($ref.slice("#/".length).split("/"));
}

/** A JSON pointer. Source: https://www.rfc-editor.org/rfc/rfc6901 */
function place(...names: string[]): string {
  return `#/${names.map((name) => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
}

function pointer(ref: string): string {
  return `github${ref}`;
}

const templates = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.keys(item)
    .filter((method) => ["get", "post", "put", "patch", "delete"].includes(method))
    .map((method) => ({ method: method.toUpperCase(), path, pattern: patternOf(path) })),
);

function patternOf(path: string): RegExp {
  const slots = path.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    // A git ref and a file's path have slashes of their own.
    ["ref", "path"].includes(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  return new RegExp(`^${slots}$`);
}

/** The operation that a request asks for, and what its path names: the most literal one there is. */
export function findOperation(method: string, path: string) {
  const slots = (template: string) => template.split("{").length;
  const [best] = templates
    .filter((template) => template.method === method && template.pattern.test(path))
    .toSorted((a, b) => slots(a.path) - slots(b.path));
  if (!best) return undefined;
  const named = Object.entries(best.pattern.exec(path)?.groups ?? {});
  const params = Object.fromEntries(named.map(([name, value]) => [name, decodeURIComponent(value)]));
  return { operation: new Operation(best.method, best.path), params };
}
