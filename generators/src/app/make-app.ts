import type { AppName } from "@alchemy-kit/deploy/names";
import { apply, type Plan } from "@alchemy-kit/scaffold";
import { install, LOCKFILE } from "../shared/install.ts";
import { appFolder } from "./app-folder.ts";

export type MakeOptions = { install: boolean; signal?: AbortSignal };

/**
 * Carries out the plan for a new app, and installs what it depends on. All of it happens, or nothing.
 *
 * @throws ScaffoldError when the plan does not fit, CommandError when the install fails.
 */
export async function makeApp(root: string, app: AppName, plan: Plan, options: MakeOptions): Promise<void> {
  const { signal } = options;
  const finish = {
    mayChange: [LOCKFILE],
    mayMake: [`${appFolder(app)}/node_modules`],
    run: () => install(root, signal),
  };
  await apply(root, plan, { ...(options.install && { finish }), ...(signal && { signal }) });
}
