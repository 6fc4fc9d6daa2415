import { bunCommand } from "@alchemy-kit/generators";
import { kit, version } from "./kit.ts";
import { createCommand, type PackageManager } from "./package-manager.ts";
import { shellWord } from "./shell-word.ts";

/** How this user runs create-alchemy-kit, followed by these arguments. */
export function selfCommand(manager: PackageManager, args: readonly string[]): string {
  if (kit.kind === "published") return createCommand(manager, version, args);
  return [`${bunCommand()} run create`, ...args.map(shellWord)].join(" ");
}
