import type { ProfileName } from "../config/index.ts";
import { bunRun } from "../runner/bun-command.ts";
import { type Delivery, findProfile, type Opening, openDelivery } from "../runner/delivery.ts";
import { Refusal } from "../runner/refusal.ts";
import { findApp, findWorkspace } from "../runner/workspace.ts";
import { remember } from "./opened.ts";
import type { Terminal } from "./terminal.ts";

/** Opens the app a command is about: the one named, or the one whose folder this is. */
export async function openApp(
  name: string | undefined,
  terminal: Terminal,
  options?: Opening,
): Promise<Delivery> {
  const workspace = findWorkspace(process.cwd());
  const place = findApp(workspace, name, process.cwd());
  return remember(await openDelivery(workspace, place, process.env, terminal, options));
}

/** The profile a command must be told. @throws Refusal naming the flag */
export function requireProfile({ app }: Delivery, profile: string | undefined, command: string): ProfileName {
  if (profile !== undefined) return findProfile(app, profile);
  throw new Refusal(
    `kit ${command} needs --profile: one of ${Object.keys(app.config.profiles).join(", ")}.`,
    {
      kind: "usage",
      mend: bunRun(`kit ${command} ${app.name} --profile ${Object.keys(app.config.profiles).at(-1)}`),
    },
  );
}

/** A flag that cannot be left out. @throws Refusal naming it */
export function requireFlag(value: string | undefined, flag: string, example: string): string {
  if (value) return value;
  throw new Refusal(`--${flag} is missing.`, { kind: "usage", mend: bunRun(`kit ${example}`) });
}
