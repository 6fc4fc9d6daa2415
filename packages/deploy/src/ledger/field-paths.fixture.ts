import { z } from "zod";

interface JsonSchema {
  const?: unknown;
  enum?: unknown[] | undefined;
  properties?: Record<string, JsonSchema> | undefined;
  additionalProperties?: unknown;
  items?: JsonSchema | undefined;
  prefixItems?: JsonSchema[] | undefined;
  anyOf?: JsonSchema[] | undefined;
  oneOf?: JsonSchema[] | undefined;
  allOf?: JsonSchema[] | undefined;
}

const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.looseObject({
    enum: z.array(z.unknown()).optional(),
    properties: z.record(z.string(), jsonSchema).optional(),
    items: jsonSchema.optional(),
    prefixItems: z.array(jsonSchema).optional(),
    anyOf: z.array(jsonSchema).optional(),
    oneOf: z.array(jsonSchema).optional(),
    allOf: z.array(jsonSchema).optional(),
  }),
);

/**
 * Every field of every kind of event, such as `gate-evaluated.until`, and every value that is one of a few, such as
 * `gate-evaluated.result=passed`. What lies in a strict object is left out: with a field that it does not know a kit
 * takes the whole event for one of an unknown kind.
 * @param schema JSON Schema of an event: a union told apart by `type`
 */
export function fieldPaths(schema: unknown): string[] {
  const paths = new Set<string>();
  for (const kind of jsonSchema.parse(schema).oneOf ?? []) {
    const { type, ...fields } = kind.properties ?? {};
    collect({ properties: fields }, String(type?.const), paths);
  }
  return [...paths].toSorted();
}

function collect(schema: JsonSchema, at: string, paths: Set<string>): void {
  if (schema.additionalProperties === false) return;
  for (const value of [...(schema.enum ?? []), ...(schema.const === undefined ? [] : [schema.const])])
    paths.add(`${at}=${value}`);
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    paths.add(`${at}.${name}`);
    collect(field, `${at}.${name}`, paths);
  }
  for (const item of [schema.items, ...(schema.prefixItems ?? [])]) if (item) collect(item, `${at}[]`, paths);
  for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])])
    collect(part, at, paths);
}
