import { bunRun } from "../../runner/bun-command.ts";
import type { Finding } from "../../runner/doctor/check.ts";
import { checkCloudflare } from "../../runner/doctor/cloudflare.ts";
import { checkLocal, checks, repairAll } from "../../runner/doctor/local.ts";
import { findTarget } from "../../runner/find-target.ts";
import { Refusal } from "../../runner/refusal.ts";
import { findWorkspace, type Workspace } from "../../runner/workspace.ts";
import { colour } from "../colour.ts";
import { defineCommand } from "../command.ts";
import type { Terminal } from "../terminal.ts";

export const doctorCommand = defineCommand({
  summary: "does everything agree; with --target cloudflare: is the account ready",
  usage: "doctor [--fix] [--only workflows] [--target cloudflare]",
  examples: ["doctor", "doctor --fix", "doctor --target cloudflare"],
  options: { target: { type: "string" }, only: { type: "string" }, fix: { type: "boolean" } },
  positionals: 0,
  async run({ values }, terminal) {
    const workspace = findWorkspace(process.cwd());
    refuseMisuse(values);
    const look = values.target
      ? async () => checkCloudflare(await cloudflareTarget(workspace))
      : () => checkLocal(workspace, process.env, values.only);
    const mended = values.fix ? await repairAll(await look()) : [];
    for (const { text } of mended) terminal.say(`${colour.green("mended")}  ${text}`);
    const findings = await look();
    for (const finding of findings) show(finding, terminal);
    const healthy = findings.every(({ kind }) => kind !== "wrong");
    return { code: healthy ? 0 : 1, json: { ok: healthy, findings, mended: mended.map(({ text }) => text) } };
  },
});

function refuseMisuse({ target, only, fix }: Misused): void {
  if (only !== undefined && !Object.hasOwn(checks, only)) {
    throw new Refusal(`kit doctor has no check "${only}"; it has ${Object.keys(checks).join(", ")}.`, {
      kind: "usage",
      mend: bunRun("kit doctor"),
    });
  }
  if (target !== undefined && target !== "cloudflare") {
    throw new Refusal(`--target ${target} is not known; it can be cloudflare.`, {
      kind: "usage",
      mend: bunRun("kit doctor --target cloudflare"),
    });
  }
  if (target && fix) {
    throw new Refusal("--fix mends this checkout; what an account lacks is given in its dashboard.", {
      kind: "usage",
      mend: bunRun("kit doctor --fix"),
    });
  }
}

interface Misused {
  target?: string | undefined;
  only?: string | undefined;
  fix?: boolean | undefined;
}

function show(finding: Finding, terminal: Terminal): void {
  const text = `${finding.check.padEnd(14)} ${finding.text}`;
  if (finding.kind === "ok") terminal.say(`${colour.green("✓")} ${text}`);
  else if (finding.kind === "note") terminal.say(`${colour.dim("·")} ${text}`);
  else terminal.say(`${colour.red("✗")} ${text}\n${" ".repeat(17)}${colour.cyan(finding.mend)}`);
}

/** The account that the environment names, and no other: here the emulator is not what was asked about. */
function cloudflareTarget(workspace: Workspace) {
  if (!process.env.CLOUDFLARE_API_TOKEN) {
    throw new Refusal("CLOUDFLARE_API_TOKEN is not set, so there is no account to look at.", {
      kind: "usage",
      mend: "export CLOUDFLARE_API_TOKEN=… CLOUDFLARE_ACCOUNT_ID=…   (made at https://dash.cloudflare.com/profile/api-tokens)",
    });
  }
  const { KIT_TARGET: _target, ...env } = process.env;
  return findTarget(workspace, env, () => {});
}
