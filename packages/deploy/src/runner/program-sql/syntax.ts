import type { AnyNode, Identifier, Program } from "acorn";

/** Every node of a syntax tree, a node before those within it. */
export function* nodesOf(node: AnyNode): Generator<AnyNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** What the variables of a program are. */
export interface Variables {
  /**
   * The expression that gives a variable its value; `undefined` where the value cannot be told: it is a parameter,
   * is imported, or is given more than one value.
   */
  valueOf(identifier: Identifier): AnyNode | undefined;
}

interface Declaration {
  value: AnyNode | undefined;
  /** The part of the program in which it is known. */
  scope: AnyNode;
}

/** Finds what each variable of a program is, by the scope that it is declared in. */
export function variablesOf(program: Program): Variables {
  const declared = new Map<string, Declaration[]>();
  const assigned: Identifier[] = [];
  collect(program, { block: program, whole: program }, declared, assigned);
  const find = ({ name, start }: Identifier) => innermost(declared.get(name) ?? [], start);
  for (const identifier of assigned) {
    const found = find(identifier);
    if (found) found.value = undefined;
  }
  return { valueOf: (identifier) => find(identifier)?.value };
}

/** The block and the function that a node is in. */
interface Scopes {
  block: AnyNode;
  whole: AnyNode;
}

function collect(
  node: AnyNode,
  scopes: Scopes,
  declared: Map<string, Declaration[]>,
  assigned: Identifier[],
): void {
  const declare = (name: string, scope: AnyNode, value?: AnyNode) => {
    const all = declared.get(name) ?? [];
    declared.set(name, all);
    const same = all.find((each) => each.scope === scope);
    if (same) same.value = undefined;
    else all.push({ scope, value });
  };
  const within = scopesWithin(node, scopes);
  if (node.type === "VariableDeclaration") {
    const scope = node.kind === "var" ? scopes.whole : scopes.block;
    for (const { id, init } of node.declarations) {
      if (id.type === "Identifier") declare(id.name, scope, init ?? undefined);
      else for (const { name } of namesIn(id)) declare(name, scope);
    }
  }
  if ("params" in node) for (const { name } of node.params.flatMap(namesIn)) declare(name, node);
  if (node.type === "FunctionDeclaration" && node.id) declare(node.id.name, scopes.block);
  if (node.type === "CatchClause" && node.param) {
    for (const { name } of namesIn(node.param)) declare(name, node);
  }
  if (node.type === "AssignmentExpression" && node.left.type !== "MemberExpression") {
    assigned.push(...namesIn(node.left));
  }
  for (const child of childrenOf(node)) collect(child, within, declared, assigned);
}

function scopesWithin(node: AnyNode, { block, whole }: Scopes): Scopes {
  if ("params" in node) return { block: node, whole: node };
  const isBlock =
    node.type === "BlockStatement" || node.type === "CatchClause" || /^For.*Statement$/.test(node.type);
  return { block: isBlock ? node : block, whole };
}

function innermost(declarations: readonly Declaration[], at: number): Declaration | undefined {
  return declarations
    .filter(({ scope }) => scope.start <= at && at < scope.end)
    .toSorted((a, b) => a.scope.end - a.scope.start - (b.scope.end - b.scope.start))[0];
}

function namesIn(pattern: AnyNode): Identifier[] {
  return [...nodesOf(pattern)].filter((node) => node.type === "Identifier");
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]).filter(isNode));
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
