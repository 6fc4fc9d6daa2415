import { type AnyNode, type MemberExpression, type ObjectPattern, type Pattern, parse } from "acorn";

/** What one module reads from the environment. */
export interface ModuleReads {
  names: Set<string>;
  /** It also reads by names that are not written where it reads, or hands the environment on as a whole. */
  unnamed: boolean;
  /** Words in capitals that it writes as strings, keys or members: names, where the environment is read unnamed. */
  words: Set<string>;
  /** The modules that it imports, as written. */
  imports: Set<string>;
}

/** What an expression stands for: `env` is the environment, the others are what it is reached through. */
type Kind = "global" | "host" | "alchemy" | "secret" | "env";

const members: Record<Kind, ReadonlyMap<string, Kind>> = {
  global: new Map<string, Kind>([
    ["globalThis", "global"],
    ["global", "global"],
    ["process", "host"],
    ["Bun", "host"],
  ]),
  host: new Map<string, Kind>([
    ["env", "env"],
    ["default", "host"],
  ]),
  alchemy: new Map<string, Kind>([
    ["env", "env"],
    ["secret", "secret"],
    ["default", "alchemy"],
  ]),
  secret: new Map<string, Kind>([["env", "env"]]),
  env: new Map(),
};

/** What the modules are that the environment is imported from. */
const modules = new Map<unknown, Kind>([
  ["process", "host"],
  ["node:process", "host"],
  ["bun", "host"],
  ["alchemy", "alchemy"],
]);

const word = /^[A-Z][A-Z0-9_]+$/;

/**
 * Finds what a module reads from the environment, wherever in it and under whichever alias. Names that are shadowed
 * are not told apart: that can find a name too many, never one too few.
 * @param code JavaScript
 * @throws SyntaxError for what is none
 */
export function moduleReads(code: string): ModuleReads {
  const tree = parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    allowReturnOutsideFunction: true,
    allowHashBang: true,
  });
  return new ModuleReader(tree).reads;
}

class ModuleReader {
  readonly reads: ModuleReads = { names: new Set(), unnamed: false, words: new Set(), imports: new Set() };
  readonly #aliases = new Map(members.global);

  constructor(tree: AnyNode) {
    let known: number;
    do {
      known = this.#aliases.size;
      this.#findAliases(tree);
    } while (this.#aliases.size > known);
    this.#findWords(tree);
    this.#visit(tree);
  }

  #findAliases(node: AnyNode): void {
    if (node.type === "ImportDeclaration") {
      const from = modules.get(node.source.value);
      for (const specifier of node.specifiers) {
        const kind = specifier.type === "ImportSpecifier" ? memberOf(from, nameOf(specifier.imported)) : from;
        if (kind) this.#aliases.set(specifier.local.name, kind);
      }
    } else if (node.type === "VariableDeclarator" && node.init) this.#bind(node.id, this.#kindOf(node.init));
    else if (node.type === "AssignmentPattern" || node.type === "AssignmentExpression")
      this.#bind(node.left, this.#kindOf(node.right));
    for (const child of childrenOf(node)) this.#findAliases(child);
  }

  /** Remembers what a pattern gives names to, when something of a kind is assigned to it. */
  #bind(target: AnyNode, kind: Kind | undefined): void {
    if (kind === undefined) return;
    if (target.type === "Identifier" && !this.#aliases.has(target.name)) this.#aliases.set(target.name, kind);
    if (target.type === "AssignmentPattern") this.#bind(target.left, kind);
    if (target.type !== "ObjectPattern") return;
    for (const property of target.properties) {
      if (property.type === "Property") this.#bind(property.value, memberOf(kind, keyOf(property)));
    }
  }

  #findWords(node: AnyNode): void {
    const written = writtenIn(node);
    if (written !== undefined && word.test(written)) this.reads.words.add(written);
    for (const child of childrenOf(node)) this.#findWords(child);
  }

  #kindOf(node: AnyNode): Kind | undefined {
    switch (node.type) {
      case "Identifier":
        return this.#aliases.get(node.name);
      case "MetaProperty":
        return node.meta.name === "import" ? "host" : undefined;
      case "MemberExpression":
        return memberOf(this.#kindOf(node.object), keyOf(node));
      case "ChainExpression":
        return this.#kindOf(node.expression);
      case "AwaitExpression":
        return this.#kindOf(node.argument);
      case "ImportExpression":
        return modules.get(textOf(node.source));
      case "CallExpression":
        return isRequire(node.callee) ? modules.get(textOf(node.arguments[0])) : undefined;
      default:
        return undefined;
    }
  }

  #isEnv(node: AnyNode | null | undefined): boolean {
    return node ? this.#kindOf(node) === "env" : false;
  }

  /** A read by a name, or by one that is not written there. */
  #read(name: string | undefined): void {
    if (name === undefined) this.reads.unnamed = true;
    else this.reads.names.add(name);
  }

  #visit(node: AnyNode): void {
    if (this.#isEnv(node)) {
      this.reads.unnamed = true;
      return;
    }
    switch (node.type) {
      case "ImportDeclaration":
        this.#import(node.source);
        return;
      case "ExportAllDeclaration":
        this.#import(node.source);
        if (modules.has(node.source.value)) this.reads.unnamed = true;
        return;
      case "ExportNamedDeclaration":
        this.#visitExport(node);
        return;
      case "ImportExpression":
        this.#import(node.source);
        break;
      case "CallExpression":
        if (isRequire(node.callee)) this.#import(node.arguments[0]);
        if (!this.#isEnv(node.callee)) break;
        this.#read(textOf(node.arguments[0]));
        this.#visitAll(node.arguments);
        return;
      case "MemberExpression":
        this.#visitMember(node);
        return;
      case "BinaryExpression":
        if (node.operator !== "in" || !this.#isEnv(node.right)) break;
        this.#read(textOf(node.left));
        return;
      case "UnaryExpression":
        if (node.operator === "typeof" && this.#isEnv(node.argument)) return;
        break;
      case "AssignmentExpression":
        this.#visitAssigned(node.left, node.right, node.operator === "=");
        return;
      case "AssignmentPattern":
        this.#visitAssigned(node.left, node.right, false);
        return;
      case "VariableDeclarator":
        if (node.init) this.#visitAssigned(node.id, node.init, false);
        else this.#visitTarget(node.id);
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        for (const each of node.params) this.#visitTarget(each);
        this.#visit(node.body);
        return;
      case "Property":
      case "MethodDefinition":
      case "PropertyDefinition":
        if (node.computed) this.#visit(node.key);
        if (node.value) this.#visit(node.value);
        return;
    }
    this.#visitAll(childrenOf(node));
  }

  #visitAll(nodes: readonly AnyNode[]): void {
    for (const node of nodes) this.#visit(node);
  }

  #visitMember(node: MemberExpression): void {
    if (this.#isEnv(node.object)) this.#read(keyOf(node));
    else this.#visit(node.object);
    if (node.computed) this.#visit(node.property);
  }

  /** @param isWrite whether a variable on the left is only set, not asked for */
  #visitAssigned(left: AnyNode, right: AnyNode, isWrite: boolean): void {
    const kind = this.#kindOf(right);
    const sets = isWrite && left.type === "MemberExpression" && this.#isEnv(left.object);
    if (kind === undefined) this.#visit(right);
    if (left.type === "ObjectPattern" && kind) this.#readPattern(left, kind);
    else if (kind === "env" && left.type !== "Identifier") this.reads.unnamed = true;
    if (sets && keyOf(left) !== undefined) return;
    this.#visitTarget(left);
  }

  /** `const { API_KEY, env: { MODE } } = …`, of something of that kind. */
  #readPattern(pattern: ObjectPattern, kind: Kind): void {
    for (const property of pattern.properties) {
      if (property.type === "RestElement") {
        if (kind === "env") this.reads.unnamed = true;
        continue;
      }
      const name = keyOf(property);
      if (kind === "env") this.#read(name);
      const target = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
      const inner = memberOf(kind, name);
      if (target.type === "ObjectPattern" && inner) this.#readPattern(target, inner);
    }
  }

  /** What is assigned to: the names in it read nothing, but a default or a computed key may. */
  #visitTarget(target: Pattern | AnyNode): void {
    switch (target.type) {
      case "Identifier":
        return;
      case "ObjectPattern":
        for (const property of target.properties) this.#visitTarget(property);
        return;
      case "Property":
        if (target.computed) this.#visit(target.key);
        this.#visitTarget(target.value);
        return;
      case "ArrayPattern":
        for (const element of target.elements) if (element) this.#visitTarget(element);
        return;
      case "RestElement":
        this.#visitTarget(target.argument);
        return;
      default:
        this.#visit(target);
    }
  }

  /** What a module exports of the environment as a whole, others may read by any name. */
  #visitExport(node: Extract<AnyNode, { type: "ExportNamedDeclaration" }>): void {
    const { source, specifiers, declaration } = node;
    if (source) this.#import(source);
    const from = source ? modules.get(source.value) : undefined;
    const kinds = specifiers.map(({ local }) =>
      source ? memberOf(from, nameOf(local)) : this.#aliases.get(nameOf(local)),
    );
    const declared =
      declaration?.type === "VariableDeclaration" &&
      declaration.declarations.some(
        ({ id, init }) =>
          this.#isEnv(init) || (id.type === "ObjectPattern" && init && this.#exportsEnv(id, init)),
      );
    if (declared || kinds.includes("env")) this.reads.unnamed = true;
    if (declaration) this.#visit(declaration);
  }

  /** `export const { env } = process` */
  #exportsEnv(pattern: ObjectPattern, init: AnyNode): boolean {
    const kind = this.#kindOf(init);
    return pattern.properties.some(
      (property) => property.type === "Property" && memberOf(kind, keyOf(property)) === "env",
    );
  }

  #import(source: AnyNode | undefined): void {
    const path = textOf(source);
    if (path !== undefined) this.reads.imports.add(path);
  }
}

function memberOf(kind: Kind | undefined, name: string | undefined): Kind | undefined {
  return kind && name !== undefined ? members[kind].get(name) : undefined;
}

/** The name in `a.name`, `a["name"]`, `{ name: … }`; `undefined` for one that is computed. */
function keyOf(node: AnyNode): string | undefined {
  if (node.type === "MemberExpression") return node.computed ? textOf(node.property) : nameOf(node.property);
  if (node.type !== "Property") return undefined;
  return node.computed ? textOf(node.key) : nameOf(node.key);
}

function nameOf(node: AnyNode): string {
  return node.type === "Identifier" ? node.name : (textOf(node) ?? "");
}

/** The text of a string that is written out. */
function textOf(node: AnyNode | undefined): string | undefined {
  if (node?.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node?.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}

function writtenIn(node: AnyNode): string | undefined {
  return node.type === "MemberExpression" || node.type === "Property" ? keyOf(node) : textOf(node);
}

function isRequire(callee: AnyNode): boolean {
  return callee.type === "Identifier" && callee.name === "require";
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flat().filter(isNode);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
