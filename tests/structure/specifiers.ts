type Token = { kind: "word" | "string" | "mark"; text: string };

const BLANK = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/y;
const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$]*/uy;
const NUMBER = /\d[\w.]*/y;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
/** The text of a template, up to what is put in or its end. */
const TEMPLATE = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(`|\$\{)/y;

/** Words after which a slash begins a regular expression; after any other word it divides. */
const BEFORE_REGEX = new Set([
  "return",
  "typeof",
  "case",
  "in",
  "of",
  "delete",
  "void",
  "throw",
  "new",
  "await",
]);
/** What there may be between `import` or `export` and `from`. */
const CLAUSE = new Set(["{", "}", ",", "*"]);

/**
 * The modules that a file names, in order and as written: by `import`, `import type`, `export … from`, `import()` and
 * `import("…")` in types. What is in comments, strings and templates does not count; what is put into templates does.
 * @param code TypeScript or JavaScript, with or without JSX
 * @throws Error when a template has no end
 */
export function specifiersOf(code: string): string[] {
  const tokens = tokensOf(code);
  return tokens.flatMap((token, index) => {
    if (token.kind !== "word" || tokens[index - 1]?.text === ".") return [];
    if (token.text !== "import" && token.text !== "export") return [];
    const found = token.text === "import" ? directly(tokens, index + 1) : undefined;
    const specifier = found ?? afterFrom(tokens, index + 1);
    return specifier === undefined ? [] : [specifier.slice(1, -1)];
  });
}

/** `import "x"` and `import("x")`. */
function directly(tokens: readonly Token[], at: number): string | undefined {
  const next = tokens[at]?.text === "(" ? tokens[at + 1] : tokens[at];
  return next?.kind === "string" ? next.text : undefined;
}

/** `import a, { type b } from "x"`, `export * as c from "x"`. */
function afterFrom(tokens: readonly Token[], start: number): string | undefined {
  for (let at = start; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at] ?? { kind: "mark", text: "" };
    const next = tokens[at + 1];
    if (text === "from" && next?.kind === "string") return next.text;
    if (text === "import" || text === "export" || (kind === "mark" && !CLAUSE.has(text))) return undefined;
  }
  return undefined;
}

function tokensOf(code: string): Token[] {
  const tokens: Token[] = [];
  /** How many braces are open in what is put into each template that is open. */
  const templates: number[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const text = pattern.exec(code)?.[0];
    at += text?.length ?? 0;
    return text;
  };
  const takeTemplate = () => {
    const text = take(TEMPLATE);
    if (text === undefined) throw new Error(`A template has no end: ${code.slice(at, at + 80)}`);
    if (text.endsWith("${")) templates.push(0);
    else tokens.push({ kind: "mark", text: "`" });
  };
  while (at < code.length) {
    if (take(BLANK) !== undefined) continue;
    const string = take(STRING);
    if (string !== undefined) {
      tokens.push({ kind: "string", text: string });
      continue;
    }
    const word = take(WORD) ?? take(NUMBER);
    if (word !== undefined) {
      tokens.push({ kind: "word", text: word });
      continue;
    }
    if (code[at] === "/" && mayBeginRegex(tokens.at(-1)) && take(REGEX) !== undefined) {
      tokens.push({ kind: "mark", text: ")" });
      continue;
    }
    const mark = code[at] ?? "";
    at += 1;
    const open = templates.at(-1);
    if (mark === "`") takeTemplate();
    else if (mark === "}" && open === 0) {
      templates.pop();
      takeTemplate();
    } else {
      if (open !== undefined && mark === "{") templates[templates.length - 1] = open + 1;
      if (open !== undefined && mark === "}") templates[templates.length - 1] = open - 1;
      tokens.push({ kind: "mark", text: mark });
    }
  }
  return tokens;
}

function mayBeginRegex(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "word") return BEFORE_REGEX.has(before.text);
  return before.kind === "mark" && ![")", "]", "}", "`", "<"].includes(before.text);
}
