import Ajv, { type ValidateFunction } from "ajv";
import { z } from "zod";
import description from "./openapi.json" with { type: "json" };

const reference = z.object({ $ref: z.string() });
const parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query"]),
  required: z.boolean().optional(),
});
const operation = z.object({
  parameters: z.array(z.union([reference, parameter])).default([]),
  requestBody: z.object({ content: z.object({ "application/json": z.unknown() }) }).optional(),
});

/** An operation of GitHub's API, and what a request has of its path. */
export interface Match {
  path: string;
  method: string;
  values: Record<string, string>;
}

const ajv = new Ajv({ strict: false, coerceTypes: true, validateFormats: false, allErrors: true });
ajv.addSchema(description, "github");
const compiled = new Map<string, ValidateFunction>();

/** The operation that a request asks for. @returns undefined for one that is not in the description */
export function findOperation(method: string, pathname: string): Match | undefined {
  for (const [path, methods] of Object.entries(description.paths)) {
    const pattern = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
    const found = pattern.exec(pathname);
    if (found && Object.hasOwn(methods, method)) return { path, method, values: { ...found.groups } };
  }
  return undefined;
}

/** What is wrong with a request, by GitHub's own description. */
export function objections({ path, method, values }: Match, query: URLSearchParams, body: unknown): string[] {
  const here = `/paths/${escaped(path)}/${method}`;
  const { parameters, requestBody } = operation.parse(at(here));
  const declared = parameters.map((each, index) => {
    const place = "$ref" in each ? each.$ref.slice(1) : `${here}/parameters/${index}`;
    return { ...parameter.parse(at(place)), schema: `${place}/schema` };
  });
  const unknown = [...query.keys()].filter(
    (name) => !declared.some((each) => each.in === "query" && each.name === name),
  );
  const given = declared.flatMap(({ name, in: where, required, schema }) => {
    const value = where === "path" ? values[name] : query.get(name);
    if (value === null || value === undefined) return required ? [`${name} is missing`] : [];
    return check(schema, { value }, name);
  });
  const wanted = requestBody
    ? check(`${here}/requestBody/content/application~1json/schema`, { value: body }, "body")
    : [];
  return [...unknown.map((name) => `there is no parameter ${name}`), ...given, ...wanted];
}

/** What is wrong with an answer of the stand-in, by the same description. */
export function objectionsTo({ path, method }: Match, status: number, answer: unknown): string[] {
  const place = `/paths/${escaped(path)}/${method}/responses/${status}`;
  const responses = z
    .record(z.string(), z.unknown())
    .parse(at(`/paths/${escaped(path)}/${method}/responses`));
  if (!(status in responses)) return [`${status} is no answer of ${method} ${path}`];
  const response = reference.safeParse(at(place)).data;
  const schema = `${response ? response.$ref.slice(1) : place}/content/application~1json/schema`;
  return exists(schema) ? check(schema, { value: structuredClone(answer) }, "answer") : [];
}

/** The value is wrapped, so that it can be coerced: in a query all is text. */
function check(pointer: string, wrapped: { value: unknown }, name: string): string[] {
  const validate =
    compiled.get(pointer) ??
    ajv.compile({
      type: "object",
      properties: { value: { $ref: `github#${pointer}` } },
      required: ["value"],
    });
  compiled.set(pointer, validate);
  if (validate(wrapped)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${name}${instancePath.slice(6)} ${message}`,
  );
}

function exists(pointer: string): boolean {
  try {
    return at(pointer) !== undefined;
  } catch {
    return false;
  }
}

function at(pointer: string): unknown {
  let here: unknown = description;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    here = Array.isArray(here) ? here[Number(key)] : z.record(z.string(), z.unknown()).parse(here)[key];
  }
  return here;
}

function escaped(path: string): string {
  return path.replaceAll("/", "~1");
}
