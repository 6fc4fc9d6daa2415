import type { Files } from "../shared/files.ts";
import { adoptProgram } from "./alchemy-program.ts";
import type { Copy } from "./build-script.ts";
import { builtByFramework } from "./frameworks.ts";
import { mainProblems, notesOf, problemsOf } from "./problems.ts";
import { copiesOf } from "./released.ts";
import { parseWranglerConfig, WRANGLER_FILES, type WranglerConfig } from "./wrangler-config.ts";
import { wranglerProgram } from "./wrangler-program.ts";

/** How a project becomes an app. */
export type Adoption = {
  /** Its alchemy program. */
  program: string;
  /** Its Worker's own first file, relative to it. */
  main: string;
  copies: Copy[];
  /** What wrangler runs before it bundles. */
  command: string | undefined;
  /** What its owner should know. */
  notes: string[];
};

/** What is to become of a project; or why nothing can. */
export type Judged =
  /** `isFixed`: its resources have its name in theirs, so it cannot be called otherwise. */
  | { kind: "adoption"; adopt: (app: string) => Adoption; name: string | undefined; isFixed: boolean }
  | { kind: "refused"; problems: string[] };

/** What an app has beside its alchemy program. */
const OURS = ["alchemy.config.ts", "kit/build.js", "kit/worker.js"];

/** Reads from its files how a project can become an app of the kit. */
export function judgeProject(files: Files): Judged {
  if (files.has("kit.json")) return refused(["kit.json: it is an app of the kit already"]);
  const there = OURS.filter((path) => files.has(path));
  if (there.length > 0)
    return refused(there.map((path) => `${path}: the kit needs that name for a file of its own`));
  const program = files.get("alchemy.run.ts");
  if (typeof program === "string") return judgeAlchemy(program);
  const file = WRANGLER_FILES.find((name) => files.has(name));
  const text = file && files.get(file);
  if (file === undefined || typeof text !== "string") {
    return refused([`there is neither an alchemy.run.ts nor a ${WRANGLER_FILES.join(", ")} in it`]);
  }
  const written = parseWranglerConfig(file, text);
  const built = builtByFramework(written, files);
  const config = built ?? written;
  const problems = [...problemsOf(config), ...(built ? [] : mainProblems(config, files))];
  return problems.length > 0 ? refused(problems) : judgeWrangler(config, files);
}

function judgeAlchemy(text: string): Judged {
  const adopted = adoptProgram(text);
  if ("problem" in adopted) return refused([adopted.problem]);
  const { name, entrypoint: main, text: program, notes } = adopted;
  const adopt = (): Adoption => ({ program, main, copies: [], command: undefined, notes });
  return { kind: "adoption", adopt, name, isFixed: true };
}

function judgeWrangler(config: WranglerConfig, files: Files): Judged {
  const { name, main = "" } = config;
  const adopt = (app: string): Adoption => {
    const { text: program, notes } = wranglerProgram(app, config, files);
    return {
      program,
      main,
      copies: copiesOf(config, files),
      command: config.build?.command,
      notes: [...notes, ...notesOf(config, files)],
    };
  };
  return { kind: "adoption", adopt, name, isFixed: false };
}

function refused(problems: string[]): Judged {
  return { kind: "refused", problems };
}
