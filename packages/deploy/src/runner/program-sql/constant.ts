import { normalize } from "node:path/posix";
import type { AnyNode, CallExpression, MemberExpression, NewExpression } from "acorn";
import type { Variables } from "./syntax.ts";

/** How many values one expression may have, and how many variables may stand behind it. */
const most = 64;

/**
 * Every text that an expression can have, whichever way its conditions turn out; `undefined` where that cannot be
 * told without running it. The folder that the program stands in, `import.meta.dirname`, is ".".
 */
export function textsOf(
  node: AnyNode | null | undefined,
  variables: Variables,
  depth = 0,
): string[] | undefined {
  if (!node || depth > most) return undefined;
  const read = (each: AnyNode) => textsOf(each, variables, depth + 1);
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? [node.value] : node.value === null ? [] : undefined;
    case "TemplateLiteral": {
      const parts = node.quasis.flatMap(({ value }, at) => [
        [value.cooked ?? value.raw],
        ...(node.expressions[at] ? [read(node.expressions[at])] : []),
      ]);
      return joined(parts, (texts) => texts.join(""));
    }
    case "BinaryExpression":
      return node.operator === "+"
        ? joined([read(node.left), read(node.right)], (it) => it.join(""))
        : undefined;
    case "ConditionalExpression":
      return either(read(node.consequent), read(node.alternate));
    case "LogicalExpression":
      return either(read(node.left), read(node.right));
    case "UnaryExpression":
      return node.operator === "void" ? [] : undefined;
    case "Identifier":
      return node.name === "undefined" ? [] : textsOf(variables.valueOf(node), variables, depth + 1);
    case "MemberExpression":
      return memberTexts(node, variables, depth);
    case "CallExpression":
      return callTexts(node, read);
    case "NewExpression":
      return urlTexts(node, read);
    default:
      return undefined;
  }
}

/** `folders.shop`, where `folders` is an object that is written out; what tells where the program stands. */
function memberTexts(node: MemberExpression, variables: Variables, depth: number): string[] | undefined {
  const property = node.property.type === "Identifier" && !node.computed ? node.property.name : undefined;
  if (node.object.type === "MetaProperty") {
    return property === "dirname" || property === "dir" ? ["."] : undefined;
  }
  if (node.object.type === "NewExpression" && property === "pathname") {
    return textsOf(node.object, variables, depth + 1);
  }
  const object = node.object.type === "Identifier" ? variables.valueOf(node.object) : undefined;
  if (object?.type !== "ObjectExpression" || property === undefined) return undefined;
  const values = object.properties.map((each) =>
    each.type === "Property" && !each.computed && each.key.type === "Identifier" && each.key.name === property
      ? each.value
      : undefined,
  );
  const [value, ...others] = values.filter((each) => each !== undefined);
  const isPlain = object.properties.every(({ type }) => type === "Property");
  return isPlain && others.length === 0 ? textsOf(value, variables, depth + 1) : undefined;
}

/** `join(import.meta.dirname, "db")`, `process.cwd()`, `fileURLToPath(new URL("./db", import.meta.url))`. */
function callTexts(
  { callee, arguments: given }: CallExpression,
  read: (node: AnyNode) => string[] | undefined,
): string[] | undefined {
  const isOfModule = callee.type === "MemberExpression" && callee.object.type === "Identifier";
  const name =
    callee.type === "Identifier"
      ? callee.name
      : isOfModule && callee.property.type === "Identifier"
        ? callee.property.name
        : "";
  if (/^cwd\d*$/.test(name)) return ["."];
  if (/^fileURLToPath\d*$/.test(name) && given[0]) return read(given[0]);
  if (!/^(join|resolve|normalize)\d*$/.test(name)) return undefined;
  const isResolved = name.startsWith("resolve");
  return joined(given.map(read), (parts) => {
    const root = isResolved ? parts.findLastIndex((part) => part.startsWith("/")) : -1;
    return normalize(parts.slice(Math.max(0, root)).join("/"));
  });
}

/** `new URL("./db", import.meta.url)` */
function urlTexts(
  { callee, arguments: [path, base] }: NewExpression,
  read: (node: AnyNode) => string[] | undefined,
): string[] | undefined {
  const isUrl = callee.type === "Identifier" && callee.name === "URL";
  const isHere =
    base?.type === "MemberExpression" &&
    base.object.type === "MetaProperty" &&
    base.property.type === "Identifier" &&
    base.property.name === "url";
  return isUrl && isHere && path ? read(path) : undefined;
}

function either(some: string[] | undefined, others: string[] | undefined): string[] | undefined {
  return some && others && [...new Set([...some, ...others])];
}

/** Each way of choosing one of the texts of every part, put together. */
function joined(
  parts: readonly (readonly string[] | undefined)[],
  put: (texts: string[]) => string,
): string[] | undefined {
  let ways: string[][] = [[]];
  for (const part of parts) {
    if (!part || part.length === 0) return undefined;
    ways = ways.flatMap((way) => part.map((text) => [...way, text]));
    if (ways.length > most) return undefined;
  }
  return ways.map(put);
}
