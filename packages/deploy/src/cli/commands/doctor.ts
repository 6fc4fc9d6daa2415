import { bunRun } from "../../runner/bun-command.ts";
import { checkCloudflare } from "../../runner/doctor/cloudflare.ts";
import { checkLocal } from "../../runner/doctor/local.ts";
import { findTarget } from "../../runner/find-target.ts";
import { Refusal } from "../../runner/refusal.ts";
import { findWorkspace } from "../../runner/workspace.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";

export const doctorCommand = defineCommand({
  summary: "does everything agree; with --target cloudflare: is the account ready",
  usage: "doctor [--target cloudflare]",
  examples: ["doctor", "doctor --target cloudflare"],
  options: { target: { type: "string" } },
  positionals: 0,
  async run({ values }, terminal) {
    const workspace = findWorkspace(process.cwd());
    if (values.target !== undefined && values.target !== "cloudflare") {
      throw new Refusal(`--target ${values.target} is not known; it can be cloudflare.`, {
        kind: "usage",
        mend: bunRun("kit doctor --target cloudflare"),
      });
    }
    const findings = values.target
      ? await checkCloudflare(await cloudflareTarget(workspace))
      : await checkLocal(workspace, process.env);
    for (const finding of findings) {
      if (finding.kind === "ok")
        terminal.say(`${colour.green("✓")} ${finding.check.padEnd(14)} ${finding.text}`);
      else
        terminal.say(
          `${colour.red("✗")} ${finding.check.padEnd(14)} ${finding.text}\n${" ".repeat(17)}${colour.cyan(finding.mend)}`,
        );
    }
    const healthy = findings.every(({ kind }) => kind === "ok");
    return { code: healthy ? 0 : 1, json: { ok: healthy, findings } };
  },
});

/** The account that the environment names, and no other: here the emulator is not what was asked about. */
function cloudflareTarget(workspace: ReturnType<typeof findWorkspace>) {
  if (!process.env.CLOUDFLARE_API_TOKEN) {
    throw new Refusal("CLOUDFLARE_API_TOKEN is not set, so there is no account to look at.", {
      kind: "usage",
      mend: "export CLOUDFLARE_API_TOKEN=… CLOUDFLARE_ACCOUNT_ID=…   (made at https://dash.cloudflare.com/profile/api-tokens)",
    });
  }
  const { KIT_TARGET: _target, ...env } = process.env;
  return findTarget(workspace, env, () => {});
}
