/** An import of names: `import { a, b as c } from "module";`, on one line or on several. */
const IMPORT = /^import \{([^}]*)\} from (["'])([^"']+)\2(;?\r?\n)/gm;

const OURS = "@kit/deploy/alchemy";
const ALCHEMYS = "alchemy/cloudflare";

/**
 * An alchemy program without the kit: `Worker` is alchemy's own, and its state is where alchemy keeps it.
 *
 * @returns the program; or what the kit gives it that alchemy has not
 */
export function plainProgram(text: string): { text: string } | { unknown: string[] } {
  const ours = namesFrom(text, OURS);
  const unknown = ours.filter((name) => !/^(Worker( as \w+)?|kitState)$/.test(name));
  if (unknown.length > 0) return { unknown };
  const workers = ours.filter((name) => name.startsWith("Worker"));
  return { text: withoutKitState(moveImports(text, workers)) };
}

function namesFrom(text: string, module: string): string[] {
  const found = [...text.matchAll(IMPORT)].filter(([, , , from]) => from === module);
  return found.flatMap(([, names = ""]) => split(names));
}

function split(names: string): string[] {
  return names
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Takes our import away, and adds these names to alchemy's: in the place of ours, where it has none yet. */
function moveImports(text: string, names: readonly string[]): string {
  if (namesFrom(text, OURS).length === 0) return text;
  const had = namesFrom(text, ALCHEMYS);
  const all = [...new Set([...had, ...names])].sort((a, b) => (a < b ? -1 : 1)).join(", ");
  return text.replace(IMPORT, (statement, _names, quote, module, end) => {
    const plain = all === "" ? "" : `import { ${all} } from ${quote}${ALCHEMYS}${quote}${end}`;
    if (module === ALCHEMYS) return plain;
    if (module !== OURS) return statement;
    return had.length > 0 ? "" : plain;
  });
}

function withoutKitState(text: string): string {
  return text
    .replace(/,\s*\{\s*stateStore: kitState,?\s*\}/, "")
    .replace(/\bstateStore: kitState,?[ \t]*(\r?\n[ \t]*)?/, "");
}
