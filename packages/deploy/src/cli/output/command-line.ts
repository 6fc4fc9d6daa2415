import type { Action } from "../../names/action.ts";
import { bunRun } from "../../workspace/bun-command.ts";

/** What can be done about an error, as its user can paste it. */
export function commandLine(action: Action): string {
  if (action.kind === "by-hand") return action.text;
  const { tool, command, argument, options } = action;
  const flags = Object.entries(options).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${quoted(value)}`,
  );
  return bunRun([tool, command, ...(argument === undefined ? [] : [argument]), ...flags].join(" "));
}

/** Values that a shell would take apart, and the placeholder “…”, stand in quotes. */
function quoted(value: string): string {
  return /^[\w./:@,=+-]+$/.test(value) ? value : JSON.stringify(value);
}
