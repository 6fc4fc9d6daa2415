import { bunRun } from "../workspace/bun-command.ts";
import type { Command, Options } from "./command/command.ts";
import { everyday, more } from "./commands.ts";
import { colour } from "./output/colour.ts";

/** The first page: what people do, then what there is. */
export async function overview(): Promise<string> {
  const run = (command: string) => `  ${colour.cyan(bunRun(`kit ${command}`))}`;
  return [
    `${colour.bold("kit")}: takes a release of an app to production safely, and back.`,
    "",
    run("deploy shop --profile staging"),
    run("promote shop --profile prod"),
    run("rollback shop --profile prod"),
    "",
    ...(await summaries(everyday)),
    "",
    colour.dim("more"),
    ...(await summaries(more)),
    "",
    `${colour.dim("All about one:")} ${bunRun("kit deploy --help")}`,
  ].join("\n");
}

export function helpOf(name: string, { summary, usage, examples, options }: Command<Options>): string {
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

async function summaries(commands: Record<string, () => Promise<Command<Options>>>): Promise<string[]> {
  const loaded = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => [name, await load()] as const),
  );
  return loaded.map(([name, { summary }]) => `  ${name.padEnd(10)} ${colour.dim(summary)}`);
}
