import type { ProfileName } from "@alchemy-kit/deploy/names";
import {
  type Comment,
  type Expression,
  type ObjectExpression,
  type Program,
  type Property,
  parse,
} from "acorn";

type Added = { ok: true; text: string; profiles: string[] } | { ok: false; reason: string };

/**
 * Adds a profile to the text of an alchemy.config.ts of the short form, `export default defineApp({ … })` with its
 * profiles written out and no `setup`, and changes nothing else of it.
 *
 * @param before the profile that it goes before; the last one, if left out
 */
export function addProfile(text: string, name: ProfileName, before?: string): Added {
  const comments: Comment[] = [];
  const parsed = parseConfig(text, comments);
  if (!parsed.ok) return parsed;
  const there = parsed.profiles.properties.flatMap((property) => namedProperty(property) ?? []);
  const names = there.map((profile) => profile.name);
  if (there.length !== parsed.profiles.properties.length || there.length === 0) {
    return { ok: false, reason: "its profiles are not written out one by one" };
  }
  if (names.includes(name)) return { ok: false, reason: `it has the profile “${name}” already` };
  const index = before === undefined ? there.length - 1 : names.indexOf(before);
  const next = there[index];
  if (!next) return { ok: false, reason: `it has no profile “${before}”, only ${names.join(", ")}` };

  const floor = there[index - 1]?.end ?? parsed.profiles.start;
  const start = startOf(
    next,
    comments.filter((comment) => comment.start > floor),
    text,
  );
  const gap = /\r?\n[ \t]*$/.exec(text.slice(0, start))?.[0] ?? " ";
  const added = `${key(name)}: {},${gap}`;
  return {
    ok: true,
    text: text.slice(0, start) + added + text.slice(start),
    profiles: names.toSpliced(index, 0, name),
  };
}

type Parsed = { ok: true; profiles: ObjectExpression } | { ok: false; reason: string };

function parseConfig(text: string, comments: Comment[]): Parsed {
  const program = parseModule(text, comments);
  if (!program) return { ok: false, reason: "it is more than plain JavaScript" };
  const exported = program.body.find(
    (statement) => statement.type === "ExportDefaultDeclaration",
  )?.declaration;
  const call = exported?.type === "CallExpression" ? exported : undefined;
  const isOurs = call?.callee.type === "Identifier" && call.callee.name === "defineApp";
  const definition = isOurs ? call.arguments[0] : undefined;
  if (definition?.type !== "ObjectExpression") {
    return { ok: false, reason: "it does not export defineApp({ … })" };
  }
  if (find(definition, "setup")) {
    return { ok: false, reason: "it has a setup, where only you can say what leads to the profile" };
  }
  const profiles = find(definition, "profiles")?.value;
  if (profiles?.type !== "ObjectExpression") return { ok: false, reason: "it has no profiles: { … }" };
  return { ok: true, profiles };
}

function parseModule(text: string, comments: Comment[]): Program | undefined {
  try {
    return parse(text, { ecmaVersion: "latest", sourceType: "module", onComment: comments });
  } catch {
    return undefined;
  }
}

function find(object: ObjectExpression, name: string): Property | undefined {
  return object.properties.find(
    (property): property is Property => property.type === "Property" && nameOf(property.key) === name,
  );
}

function namedProperty(property: ObjectExpression["properties"][number]) {
  const name = property.type === "Property" && !property.computed ? nameOf(property.key) : undefined;
  return name === undefined ? undefined : { name, start: property.start, end: property.end };
}

function nameOf(key: Expression | { type: "PrivateIdentifier" }): string | undefined {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}

/** Where a property starts, the comments on the lines above it included: they are about it. */
function startOf({ start }: { start: number }, comments: readonly Comment[], text: string): number {
  const above = comments.findLast((comment) => {
    const stands = /(^|\n)[ \t]*$/.test(text.slice(0, comment.start));
    return comment.end <= start && stands && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(comment.end, start));
  });
  return above === undefined ? start : startOf(above, comments, text);
}

function key(name: string): string {
  return /^[a-z][a-z0-9]*$/.test(name) ? name : JSON.stringify(name);
}
