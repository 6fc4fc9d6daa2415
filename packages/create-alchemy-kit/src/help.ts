import { kit } from "./kit.ts";
import { packageManager } from "./package-manager.ts";
import { selfCommand } from "./self-command.ts";

/** The help, in the words of the package manager that runs this. */
export function help(env: NodeJS.ProcessEnv): string {
  const manager = packageManager(undefined, env.npm_config_user_agent);
  const folder = kit.kind === "clone" ? "../my-app" : "my-app";
  const command = (...args: string[]) => selfCommand(manager, [folder, ...args]);
  return `Makes a repository for Cloudflare apps that know how to reach production, with a first app in it.

  ${selfCommand(manager, [])}
      ask what to make
  ${command()}
      make it, install what it needs, commit it
  ${command("--template", "worker")}
      with a Worker that has no page as its first app
  ${command("--dry-run")}
      what that would write, as a diff
  ${selfCommand(manager, ["update"])}
      in a repository that it made: bring it to this version, your edits kept

Options
  --template app|worker         what the first app is
  --with d1,kv,…                what it uses: d1, kv, r2, do, queue, workflow, cron; or none
  --directory <path>            another folder than the app's name says, wherever it is
  --package-manager <name>      bun, npm, pnpm or yarn: whose commands to print. The repository runs on Bun
  --no-install  --no-git        leave that to you
  --dry-run  --json  --yes      show and change nothing; answer with one JSON object; ask nothing (as with any argument)

Exit codes: 0 made, 1 failed, 2 not understood, 130 interrupted. Nothing is ever left half made.`;
}
