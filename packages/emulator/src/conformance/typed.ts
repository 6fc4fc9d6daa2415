import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Answer } from "./recorder.ts";

/** An answer that is not what Cloudflare's description says. */
export interface Departure {
  method: string;
  /** What TypeScript says of it. */
  why: string;
}

const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

const OPTIONS = { noEmit: true, strict: true, skipLibCheck: true, module: "preserve", types: [] };

/** What the SDK's types, which are made from Cloudflare's description of its API, say of an answer. */
const HEAD = `import type Cloudflare from "cloudflare";
type Shown<T> = T extends { getPaginatedItems(): unknown } ? Pick<T, Extract<keyof T, "result" | "result_info">>
  : T extends Response ? { download: true } : T;
declare function conforms<T>(): <V extends Shown<T>>(answer: V) => void;
`;

/**
 * Holds answers against the SDK's types: writes each down as a literal where its type is wanted, and asks the compiler.
 * @returns those that do not fit, in order
 */
export async function departuresOf(answers: readonly Answer[]): Promise<Departure[]> {
  // Within the package, so that the program finds the SDK.
  const folder = mkdtempSync(join(import.meta.dirname, ".typed-"));
  try {
    const lines = answers.map(
      ({ method, value }) => `conforms<${typeOf(method)}>()(${JSON.stringify(value) ?? "undefined"});`,
    );
    writeFileSync(join(folder, "answers.ts"), `${HEAD}${lines.join("\n")}\n`);
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: OPTIONS }));
    const child = Bun.spawn([process.execPath, TSC, "--pretty", "false"], { cwd: folder, stdout: "pipe" });
    const output = await child.stdout.text();
    const complaints = complaintsByLine(output);
    if ((await child.exited) !== 0 && complaints.length === 0)
      throw new Error(`The compiler failed: ${output}`);
    const first = HEAD.split("\n").length;
    return complaints.map(({ line, why }) => {
      const answer = answers[line - first];
      if (!answer) throw new Error(`The compiler does not understand the program: ${why}`);
      return { method: answer.method, why };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `workers.scripts.list` as TypeScript writes what it resolves to. */
function typeOf(method: string): string {
  const path = method.split(".").map((name) => `["${name}"]`);
  return `Awaited<ReturnType<Cloudflare${path.join("")}>>`;
}

/** Reads `answers.ts(12,34): error TS2345: …` with the indented lines that explain it. */
function complaintsByLine(output: string): { line: number; why: string }[] {
  const found = output.matchAll(/^\S*answers\.ts\((\d+),\d+\): error \w+: (.*(?:\n .*)*)/gm);
  return [...found].map(([, line, why]) => ({ line: Number(line), why: why ?? "" }));
}
