import type { z } from "zod";

/** One thing wrong with a config: where, as a path such as `profiles.prod.domian`, and what. */
export type Problem = { path: string; message: string };

/** A config that cannot be used, with everything that was found wrong with it. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(({ path, message }) => `${path || "default export"}: ${message}`).join("\n"), options);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/**
 * What zod found, each with its path.
 * @param calls the calls of `setup` that made the steps of the pipeline, to be named instead of an index
 */
export function problemsOf(error: z.ZodError, calls: readonly string[] = []): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code === "invalid_key") {
      return issue.issues.map(({ message }) => ({ path: pathOf(issue.path, calls), message }));
    }
    if (issue.code === "unrecognized_keys") {
      const messages = issue.message.split("\n");
      return issue.keys.map((key, at) => ({
        path: pathOf([...issue.path, key], calls),
        message: messages[at] ?? issue.message,
      }));
    }
    return [{ path: pathOf(issue.path, calls), message: issue.message }];
  });
}

/** The fields of a step that hold an argument of its call, and so are no part of what a person wrote. */
const argumentFields: readonly unknown[] = ["rollout", "gate", "profile", "name"];

function pathOf(path: readonly PropertyKey[], calls: readonly string[]): string {
  const [first, index, field, ...rest] = path;
  const call = first === "pipeline" && typeof index === "number" ? calls[index] : undefined;
  if (call === undefined) return join(path);
  const inside = argumentFields.includes(field) || field === undefined ? rest : [field, ...rest];
  return join(["setup", call, ...inside]);
}

function join(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}
