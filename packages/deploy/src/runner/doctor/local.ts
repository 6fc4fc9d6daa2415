import { profileNames } from "../../config/index.ts";
import { bunRun } from "../bun-command.ts";
import { emulatorDir, emulatorStatus } from "../emulator.ts";
import { loadApp } from "../load-app.ts";
import { messageOf } from "../refusal.ts";
import { appNames, type Workspace } from "../workspace.ts";
import { type Finding, ok, wrong } from "./check.ts";

/** Whether this machine and this checkout agree with what the kit needs. */
export async function checkLocal(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  return [await checkGit(workspace), ...(await checkApps(workspace)), await checkEmulator(workspace, env)];
}

async function checkGit({ root }: Workspace): Promise<Finding> {
  const git = Bun.spawn(["git", "rev-parse", "--short", "HEAD"], {
    cwd: root,
    stdout: "pipe",
    stderr: "ignore",
  });
  const [commit, code] = await Promise.all([git.stdout.text(), git.exited]);
  return code === 0
    ? ok("git", `at ${commit.trim()}`)
    : wrong(
        "git",
        "This is no git repository with a commit, so releases cannot say where they come from.",
        "git init && git commit",
      );
}

async function checkApps(workspace: Workspace): Promise<Finding[]> {
  const names = appNames(workspace);
  if (names.length === 0) return [wrong("apps", "There is no app yet.", bunRun("gen app my-app"))];
  return Promise.all(
    names.map(async (name) => {
      try {
        const { config } = await loadApp({ name, dir: `${workspace.root}/apps/${name}` });
        return ok(`app ${name}`, profileNames(config).join(" → "));
      } catch (error) {
        return wrong(`app ${name}`, messageOf(error), `edit apps/${name}/alchemy.config.ts`);
      }
    }),
  );
}

async function checkEmulator(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<Finding> {
  try {
    const status = await emulatorStatus(emulatorDir(workspace, env));
    return ok(
      "emulator",
      status.running ? `runs at ${status.workersUrl}` : "not running; starts when it is needed",
    );
  } catch (error) {
    return wrong("emulator", messageOf(error), bunRun("kit emulator start"));
  }
}
