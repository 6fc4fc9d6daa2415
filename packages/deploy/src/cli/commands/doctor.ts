import { checkLocal, checks, repairAll } from "../../doctor/local.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { checkCloudflare } from "../../platform/cloudflare/doctor/cloudflare.ts";
import { findTarget } from "../../platform/cloudflare/find-target.ts";
import { findWorkspace, type Workspace } from "../../workspace/workspace.ts";
import { defineCommand } from "../command/command.ts";
import { colour } from "../output/colour.ts";
import { showFinding } from "../output/findings.ts";

export const doctorCommand = defineCommand({
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
    for (const finding of findings) showFinding(finding, terminal);
    const healthy = findings.every(({ kind }) => kind !== "wrong");
    return { code: healthy ? 0 : 1, json: { ok: healthy, findings, mended: mended.map(({ text }) => text) } };
  },
});

function refuseMisuse({ target, only, fix }: Misused): void {
  if (only !== undefined && !Object.hasOwn(checks, only)) {
    throw new Refusal(
      "usage",
      `kit doctor has no check "${only}"; it has ${Object.keys(checks).join(", ")}.`,
      {
        kind: "usage",
        action: kit("doctor"),
      },
    );
  }
  if (target !== undefined && target !== "cloudflare") {
    throw new Refusal("usage", `--target ${target} is not known; it can be cloudflare.`, {
      kind: "usage",
      action: kit("doctor", undefined, { target: "cloudflare" }),
    });
  }
  if (target && fix) {
    throw new Refusal(
      "usage",
      "--fix mends this checkout; what an account lacks is given in its dashboard.",
      {
        kind: "usage",
        action: kit("doctor", undefined, { fix: true }),
      },
    );
  }
}

interface Misused {
  target?: string | undefined;
  only?: string | undefined;
  fix?: boolean | undefined;
}

/** Cloudflare's account, by the environment or by a login: here the emulator is not what was asked about. */
function cloudflareTarget(workspace: Workspace) {
  return findTarget(workspace, { ...process.env, KIT_TARGET: "cloudflare" }, () => {});
}
