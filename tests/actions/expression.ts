import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { Expression, type Tree } from "./tree.ts";

/** What expressions may speak of, by the names of the contexts. */
export type Contexts = Record<string, unknown>;

/**
 * How things stand, as the status functions tell it.
 * Source: https://docs.github.com/en/actions/reference/evaluate-expressions-in-workflows-and-actions#status-check-functions
 */
export interface Standing {
  success: boolean;
  failure: boolean;
  cancelled: boolean;
}

/** What a part of a workflow comes to, expressions evaluated. */
export function evaluate(tree: Tree, contexts: Contexts): unknown {
  if (tree instanceof Expression) return JSON.parse(JSON.stringify(run(tree.text, contexts), data.replacer));
  if (Array.isArray(tree)) return tree.map((each) => evaluate(each, contexts));
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, evaluate(value, contexts)]));
}

/** The same where text is wanted: null is nothing, true is `true`. */
export function evaluateText(tree: Tree, contexts: Contexts): string {
  if (tree instanceof Expression) return run(tree.text, contexts).coerceString();
  if (typeof tree === "object" && tree !== null) throw new Error("Text was wanted, and this is none.");
  return tree === null ? "" : String(tree);
}

/** A mapping of texts: `env`, `with`, `outputs`. */
export function evaluateTexts(trees: Record<string, Tree>, contexts: Contexts): Record<string, string> {
  return Object.fromEntries(Object.entries(trees).map(([key, tree]) => [key, evaluateText(tree, contexts)]));
}

/**
 * Whether an `if` lets something run. One that says nothing of how things stand asks for success as well.
 * Source: https://docs.github.com/en/actions/reference/evaluate-expressions-in-workflows-and-actions#success
 */
export function isMet(condition: Tree, contexts: Contexts, standing: Standing): boolean {
  const text = condition instanceof Expression ? condition.text : String(condition ?? "");
  const speaksOfStanding = /\b(success|failure|always|cancelled)\s*\(/i.test(text.replaceAll(/'[^']*'/g, ""));
  const whole = text === "" ? "success()" : speaksOfStanding ? text : `success() && (${text})`;
  return isTrue(run(whole, contexts, standing));
}

/** Source: https://docs.github.com/en/actions/reference/evaluate-expressions-in-workflows-and-actions#literals */
function isTrue(value: data.ExpressionData): boolean {
  if (value.kind === data.Kind.Boolean || value.kind === data.Kind.Number) return value.number() !== 0;
  return value.kind === data.Kind.String ? value.coerceString() !== "" : value.kind !== data.Kind.Null;
}

function run(text: string, contexts: Contexts, standing?: Standing): data.ExpressionData {
  const statuses = standing
    ? { ...standing, always: true }
    : { success: undefined, failure: undefined, cancelled: undefined, always: undefined };
  const functions = Object.entries(statuses).map(([name, value]) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: () => {
      if (value === undefined) throw new Error(`${name}() may be asked in an if only.`);
      return new data.BooleanData(value);
    },
  }));
  const { tokens } = new Lexer(text).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), functions).parse();
  const context: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  if (!(context instanceof data.Dictionary)) throw new Error("The contexts are no dictionary.");
  return new Evaluator(parsed, context, new Map(functions.map((each) => [each.name, each]))).evaluate();
}
