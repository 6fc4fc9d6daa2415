import { type AnyNode, parse } from "acorn";
import { Refusal } from "../../names/user-error.ts";
import type { App } from "../load-app.ts";
import { foreignParts } from "../program-sql/foreign-parts.ts";
import { nodesOf } from "../program-sql/syntax.ts";

/**
 * Refuses a program that imports what no bundler can tell: it would be looked for in the checkout when the program runs,
 * so that a promotion could run something else than was deployed. What installed packages do so is left to them: it is
 * for what they can do without, as a rule.
 * @param code the bundled infrastructure program
 * @throws Refusal naming the import
 */
export function assertSelfContained(app: App, code: string): void {
  if (!/\bimport\s*\(|require\s*\(/.test(code)) return;
  const isForeign = foreignParts(code);
  const program = parse(code, { ecmaVersion: "latest", sourceType: "module" });
  for (const node of nodesOf(program)) {
    const source = sourceOf(node);
    if (!source || isText(source) || isForeign(node.start)) continue;
    throw new Refusal(
      "import-unknown",
      `apps/${app.name}/alchemy.run.ts imports ${code.slice(source.start, source.end)}, which cannot be told without running it, so it cannot be packed. Write what is imported as text. Nothing was released.`,
    );
  }
}

/** What `import(…)` or `require(…)` is given. Bun writes the latter as `__require(…)`. */
function sourceOf(node: AnyNode): AnyNode | undefined {
  if (node.type === "ImportExpression") return node.source;
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  return /^(__)?require$/.test(node.callee.name) ? node.arguments[0] : undefined;
}

function isText(node: AnyNode): boolean {
  return node.type === "Literal" && typeof node.value === "string";
}
