/** A piece of TypeScript; `printValue` leaves it as it is. */
export type Expression = { code: string };

/** A piece of TypeScript, to be printed as it is. */
export const expression = (text: string): Expression => ({ code: text });

/**
 * A value as TypeScript, as a formatter would write it.
 *
 * @param depth how far the line that it begins on is indented
 */
export function printValue(value: unknown, depth = 0): string {
  if (isExpression(value)) return value.code;
  if (Array.isArray(value)) return `[${value.map((item) => printValue(item, depth)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const short = entries.map(([key, item]) => `${property(key)}: ${printValue(item, depth)}`).join(", ");
  if (entries.length < 2 && !short.includes("\n")) return short === "" ? "{}" : `{ ${short} }`;
  const inner = "  ".repeat(depth + 1);
  const lines = entries.map(([key, item]) => `${inner}${property(key)}: ${printValue(item, depth + 1)},\n`);
  return `{\n${lines.join("")}${"  ".repeat(depth)}}`;
}

/** A call with these arguments. */
export function printCall(name: string, args: readonly unknown[], depth: number): Expression {
  return expression(`${name}(${args.map((arg) => printValue(arg, depth)).join(", ")})`);
}

function property(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function isExpression(value: unknown): value is Expression {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    Object.keys(value).length === 1 &&
    typeof value.code === "string"
  );
}
