import type { ProfileName } from "../../config/index.ts";
import { byHand, kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { findProfile } from "../../workspace/find-profile.ts";
import { findApp, findWorkspace } from "../../workspace/workspace.ts";
import type { Terminal } from "../output/terminal.ts";
import { type Opening, openDelivery } from "./open-delivery.ts";
import { remember } from "./opened.ts";

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
    "usage",
    `kit ${command} needs --profile: one of ${Object.keys(app.config.profiles).join(", ")}.`,
    {
      kind: "usage",
      action: kit(command, app.name, { profile: Object.keys(app.config.profiles).at(-1) ?? "staging" }),
    },
  );
}

/** A flag that cannot be left out. @throws Refusal naming it */
export function requireFlag(value: string | undefined, flag: string, example: string): string {
  if (value) return value;
  throw new Refusal("usage", `--${flag} is missing.`, {
    kind: "usage",
    action: byHand(bunRun(`kit ${example}`)),
  });
}
