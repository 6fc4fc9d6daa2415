import { bunRun } from "../workspace/bun-command.ts";
import type { Command, Options } from "./command/command.ts";
import { everyday, more } from "./commands.ts";
import { colour } from "./output/colour.ts";

/** The first page: what people do, then what there is. */
export function overview(): string {
  const run = (command: string) => `  ${colour.cyan(bunRun(`kit ${command}`))}`;
  return [
    `${colour.bold("kit")}: takes a release of an app to production safely, and back.`,
    "",
    run("deploy shop --profile staging"),
    run("promote shop --profile prod"),
    run("rollback shop --profile prod"),
    "",
    ...summaries(everyday),
    "",
    colour.dim("more"),
    ...summaries(more),
    "",
    `${colour.dim("All about one:")} ${bunRun("kit deploy --help")}`,
  ].join("\n");
}

export function helpOf(
  name: string,
  summary: string,
  { usage, examples, options }: Command<Options>,
): string {
  const flags = Object.entries(options).map(
    ([flag, { type }]) => `--${flag}${type === "string" ? " <…>" : ""}`,
  );
  return [
    ...examples.map((example) => `  ${colour.cyan(bunRun(`kit ${example}`))}`),
    "",
    `${colour.bold(`kit ${name}`)}: ${summary}`,
    "",
    `  ${colour.dim("usage")}  kit ${usage}`,
    `  ${colour.dim("flags")}  ${[...flags, "--json", "--debug", "--help"].join("  ")}`,
  ].join("\n");
}

function summaries(commands: Record<string, { summary: string }>): string[] {
  return Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${colour.dim(summary)}`);
}
