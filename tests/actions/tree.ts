import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/action-parser";
import { z } from "zod";

/** What stands between `${{` and `}}`; text around it has become a call of `format`. */
export class Expression {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A workflow or an action as GitHub's own parser reads it: YAML, with its expressions found. */
export type Tree = null | boolean | number | string | Expression | Tree[] | { [key: string]: Tree };

const parsers = { workflow: parseWorkflow, action: parseAction };

/** @throws when GitHub's parser objects to anything */
export function readTree(kind: keyof typeof parsers, name: string, content: string): Tree {
  const { context, value } = parsers[kind]({ name, content }, new NoOperationTraceWriter());
  const errors = context.errors.getErrors();
  if (errors.length > 0 || !value) throw new Error(`${name}: ${errors.map(String).join("; ")}`);
  return treeOf(JSON.parse(JSON.stringify(value)));
}

const scalar = z.union([z.null(), z.boolean(), z.number(), z.string()]);
const mapping = z.object({
  type: z.literal(2),
  map: z.array(z.object({ Key: z.string(), Value: z.unknown() })),
});
const sequence = z.object({ type: z.literal(1), seq: z.array(z.unknown()) });
const expression = z.object({ type: z.literal(3), expr: z.string() });
const serialized = z.union([scalar, mapping, sequence, expression]);

/** The parser writes its tokens down in this way. */
function treeOf(value: unknown): Tree {
  const token = serialized.parse(value ?? null);
  if (typeof token !== "object" || token === null) return token;
  if (token.type === 1) return token.seq.map(treeOf);
  if (token.type === 3) return new Expression(token.expr);
  return Object.fromEntries(token.map.map(({ Key, Value }) => [Key, treeOf(Value)]));
}
