const IMPORT = /^import \{([^}]*)\} from (["'])alchemy\/cloudflare\2(;?\r?\n)/m;
const APP = /await alchemy\(\s*(["'])([^"']+)\1\s*(?:,\s*\{)?/;
const WORKER = /\bWorker\(\s*(["'])[^"']+\1\s*,\s*\{/g;

/** An alchemy program as the kit can release it, and what its owner should know. */
export type AdoptedProgram = { name: string; entrypoint: string; text: string; notes: string[] };

/**
 * Edits an alchemy program in the few places where the kit comes in: whose \`Worker\` it is, where state is, and
 * what the one Worker is called, begins with and is bound to.
 *
 * @returns the program; or why it cannot be one of the kit's
 */
export function adoptProgram(text: string): AdoptedProgram | { problem: string } {
  const app = APP.exec(text);
  if (!app?.[2]) return { problem: 'alchemy.run.ts has no `await alchemy("name")`' };
  if (/\bstateStore\b/.test(text))
    return { problem: "alchemy.run.ts has a stateStore of its own; the kit brings one" };
  const workers = [...text.matchAll(WORKER)];
  const [worker] = workers;
  if (!worker || workers.length > 1) {
    return { problem: `alchemy.run.ts has ${workers.length} Workers; the kit releases one an app` };
  }
  const imported = IMPORT.exec(text)?.[1] ?? "";
  if (!/\bWorker\b/.test(imported))
    return { problem: "alchemy.run.ts does not import Worker from alchemy/cloudflare" };

  const start = worker.index + worker[0].length;
  const end = closingBrace(text, start);
  const props = end === undefined ? undefined : adoptProps(text.slice(start, end), app[2]);
  if (end === undefined || props === undefined) {
    return { problem: "the Worker in alchemy.run.ts has no entrypoint that can be read from it" };
  }
  const edited = `${text.slice(0, start)}${props.text}${text.slice(end)}`;
  return {
    name: app[2],
    entrypoint: props.entrypoint,
    text: withState(withImports(edited)),
    notes: ["what alchemy has made at the stages staging and prod is taken over (adopt: true)"],
  };
}

/** @returns undefined when there is no entrypoint in them */
function adoptProps(props: string, app: string): { text: string; entrypoint: string } | undefined {
  const entrypoint = /\bentrypoint:\s*(["'])([^"']+)\1/.exec(props);
  if (!entrypoint?.[2]) return undefined;
  const release = "VERSION: VersionMetadata(),\n    APP: app.appName,\n    PROFILE: app.stage,";
  const bound = /\bbindings:\s*\{/.test(props)
    ? props.replace(/\bbindings:\s*\{/, (open) => `${open}\n    ${release}`)
    : `\n  bindings: {\n    ${release}\n  },${props}`;
  const named = /\bname:\s*(`[^`]*`|"[^"]*"|'[^']*')/;
  const name = `name: \`${app}-\${app.stage}\``;
  const outside = bound.search(/\bbindings:/);
  const called = named.test(bound.slice(0, outside)) ? bound.replace(named, name) : `\n  ${name},${bound}`;
  return { text: called.replace(entrypoint[0], 'entrypoint: "./kit/worker.js"'), entrypoint: entrypoint[2] };
}

function withImports(text: string): string {
  return text.replace(IMPORT, (_statement, names: string, quote: string, end: string) => {
    const all = names.split(",").map((name) => name.trim());
    const theirs = [
      ...new Set([...all.filter((name) => name !== "" && name !== "Worker"), "VersionMetadata"]),
    ].sort();
    const kit = `import { kitState, Worker } from ${quote}@kit/deploy/alchemy${quote}${end}`;
    return `${kit}import { ${theirs.join(", ")} } from ${quote}alchemy/cloudflare${quote}${end}`;
  });
}

function withState(text: string): string {
  return text.replace(APP, (opening) =>
    opening.endsWith("{")
      ? `${opening} stateStore: kitState, adopt: true,`
      : `${opening}, { stateStore: kitState, adopt: true }`,
  );
}

/** Where the brace is closed that was opened before `from`; strings and comments with braces in them may mislead it. */
function closingBrace(text: string, from: number): number | undefined {
  for (let at = from, depth = 1; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at;
  }
  return undefined;
}
