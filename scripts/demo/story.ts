import { colour } from "../../packages/deploy/src/cli/output/colour.ts";
import { bunRun } from "../../packages/deploy/src/workspace/bun-command.ts";
import type { Shell } from "./command.ts";
import { prove, urlOf } from "./proof.ts";
import { edit, type Stage, setStage } from "./stage.ts";
import { moveTraffic } from "./tamper.ts";
import { chapter, seconds, write } from "./telling.ts";

/** Plays the whole story. @returns the exit code: 0 only when every proof held */
export async function story({ start, tamper }: { start: number; tamper: boolean }): Promise<number> {
  write(colour.dim(`    set up in ${seconds(start)}`));
  const stage = await setStage();
  const interrupted = () => stage.clear().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    await play(stage, tamper);
  } catch (error) {
    write(`\n${colour.red("The demo failed.")} ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    await stage.clear();
  }
  write(
    `\n${colour.green("Every step was proved.")} ${seconds(start)} in all; the demo's app and emulator are gone again.`,
  );
  write(`\nGo on with an app of your own:`);
  for (const command of [
    "gen app shop --yes",
    "kit deploy shop --profile staging",
    "kit promote shop --profile prod",
  ]) {
    write(`  ${colour.cyan(bunRun(command))}`);
  }
  return 0;
}

async function play({ app, shell }: Stage, tamper: boolean): Promise<void> {
  const at = (profile: string, release: string) => ({ app, profile, release });

  await chapter("Stamp out an app", async (say) => {
    await shell.run(["gen", "app", app, "--yes"], say);
    say("a React page, a Worker API and a D1 database, with their tests, and how they are delivered:");
    const { stdout } = await shell.run(["kit", "plan", app], say);
    for (const line of stdout.trimEnd().split("\n").slice(1)) say(line);
  });

  await chapter("Ship it to staging", async (say) => {
    await shell.run(["kit", "deploy", app, "--profile", "staging"], say);
    say(`built once; those bytes are ${colour.bold("v1")}, and nothing is built again on the way to prod`);
    await prove(shell, at("staging", "v1"), say);
  });

  await chapter("Promote it, as far as somebody has to say yes", async (say) => {
    await shell.run(["kit", "promote", app, "--profile", "prod"], say, 3);
    say("exit code 3: it waits at the gate prod-approval, and prod is untouched");
  });

  await chapter("Approve it, and let it go on into prod", async (say) => {
    await shell.run(["kit", "approve", app, "--gate", "prod-approval"], say);
    await shell.run(["kit", "resume", app], say);
    await prove(shell, at("prod", "v1"), say);
    say("the very bytes that staging tested");
    await useTheApp(shell, app, say);
  });

  await chapter("Break it on purpose, in a way that no health check sees", async (say) => {
    await edit(app, "src/api/items.ts", "FROM items ORDER BY", "FROM itmes ORDER BY");
    say("a typo in the list's SQL");
    await ship(shell, app, say);
    await prove(shell, at("prod", "v2"), say);
    const list = await fetch(`${await urlOf(shell, app, "prod")}/api/items`);
    if (list.ok) throw new Error("The broken release works; there is nothing to show.");
    say(`${colour.red("broken")} GET /api/items → ${list.status}`);
  });

  await chapter("Take it back", async (say) => {
    const start = performance.now();
    await shell.run(["kit", "rollback", app, "--profile", "prod"], say);
    say(`back in ${seconds(start)}, the start of the command included`);
    if (tamper) await moveTraffic(shell, app, say);
    await prove(shell, at("prod", "v1"), say);
    await prove(shell, at("staging", "v2"), say);
    const list = await fetch(`${await urlOf(shell, app, "prod")}/api/items`);
    if (!list.ok) throw new Error(`Prod answers /api/items with ${list.status} after the rollback.`);
    say("prod's list is back; staging was left alone; v2 is remembered as bad, and never promoted again");
  });

  await chapter("Break it so that a health check does see", async (say) => {
    await edit(app, "src/api/items.ts", "FROM itmes ORDER BY", "FROM items ORDER BY");
    await edit(app, "src/api/health.ts", "FROM items LIMIT", "FROM itmes LIMIT");
    await shell.run(["kit", "deploy", app, "--profile", "staging"], say, 1);
    say("its version was asked at 0 % of the traffic, was not well, and never met a visitor");
    await prove(shell, at("staging", "v2"), say);
  });

  await chapter("Look back", async (say) => {
    const { stdout } = await shell.run(["kit", "audit", "verify", app], say);
    say(stdout.trim());
    const { stdout: shown } = await shell.run(["kit", "status", app], say);
    for (const line of shown.trimEnd().split("\n")) say(line);
  });
}

/** Deploys what the checkout holds, and carries it all the way. */
async function ship(shell: Shell, app: string, say: (line: string) => void): Promise<void> {
  await shell.run(["kit", "deploy", app, "--profile", "staging"], say);
  await shell.run(["kit", "promote", app, "--profile", "prod"], say, 3);
  await shell.run(["kit", "approve", app, "--gate", "prod-approval"], say);
  await shell.run(["kit", "resume", app], say);
}

async function useTheApp(shell: Shell, app: string, say: (line: string) => void): Promise<void> {
  const url = await urlOf(shell, app, "prod");
  const body = JSON.stringify({ text: "Celebrate" });
  const added = await fetch(`${url}/api/items`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  if (added.status !== 201) throw new Error(`POST ${url}/api/items answered ${added.status} instead of 201.`);
  say(`used it: POST /api/items → ${added.status}, written to prod's own database`);
}
