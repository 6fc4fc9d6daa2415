import { type AnyNode, parse } from "acorn";
import { textsOf } from "./constant.ts";
import { foreignParts } from "./foreign-parts.ts";
import { nodesOf, type Variables, variablesOf } from "./syntax.ts";

/** The props of alchemy's D1Database that bring SQL to a database: a folder's path, and a list of files. */
const props = ["migrationsDir", "importFiles"] as const;
type Prop = (typeof props)[number];

/** What the databases of a program take their SQL from, as the program writes it. */
export interface NamedSql {
  folders: string[];
  files: string[];
  /** Values that cannot be told without running the program. */
  unreadable: { prop: Prop; written: string }[];
}

/**
 * Finds the folders and files that a bundled program's databases take SQL from, without running it. What a package
 * of others calls so is none of the program's, unless it can be read.
 * @param code as Bun bundles it, each module under a comment with its path
 */
export function sqlNamedIn(code: string): NamedSql {
  const named: NamedSql = { folders: [], files: [], unreadable: [] };
  if (!props.some((prop) => code.includes(prop))) return named;
  const program = parse(code, { ecmaVersion: "latest", sourceType: "module" });
  const variables = variablesOf(program);
  const isForeign = foreignParts(code);
  for (const node of nodesOf(program)) {
    const given = propGiven(node, variables);
    if (!given) continue;
    const { prop, value } = given;
    const texts = prop === "importFiles" ? listTexts(value, variables) : textsOf(value, variables);
    if (texts) named[prop === "importFiles" ? "files" : "folders"].push(...texts);
    else if (!isForeign(node.start)) {
      named.unreadable.push({ prop, written: code.slice(value.start, value.end) });
    }
  }
  return { ...named, folders: [...new Set(named.folders)], files: [...new Set(named.files)] };
}

/** `{ migrationsDir: value }`, or `props.migrationsDir = value`. */
function propGiven(node: AnyNode, variables: Variables): { prop: Prop; value: AnyNode } | undefined {
  if (node.type === "Property" && !isPattern(node.value)) {
    const name = node.computed ? textsOf(node.key, variables)?.[0] : nameOf(node.key);
    const prop = props.find((each) => each === name);
    return prop && { prop, value: node.value };
  }
  if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") return undefined;
  const { computed, property } = node.left;
  const name = computed ? textsOf(property, variables)?.[0] : nameOf(property);
  const prop = props.find((each) => each === name);
  return prop && { prop, value: node.right };
}

function nameOf(key: AnyNode): string | undefined {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}

/** What takes a value out of an object rather than puts it in: `{ migrationsDir = "x" } = props`. */
function isPattern({ type }: AnyNode): boolean {
  return type === "AssignmentPattern" || type === "ObjectPattern" || type === "ArrayPattern";
}

function listTexts(value: AnyNode, variables: Variables): string[] | undefined {
  const list = value.type === "Identifier" ? variables.valueOf(value) : value;
  if (list?.type === "Identifier" && list.name === "undefined") return [];
  if (list?.type !== "ArrayExpression") return undefined;
  const texts = list.elements.map((element) => textsOf(element, variables));
  return texts.every((each) => each !== undefined) ? texts.flat() : undefined;
}
