import { findRelease } from "../../../operations/releases/find.ts";
import { verify } from "../../../operations/releases/verify.ts";
import { openApp, requireFlag } from "../../open/open-app.ts";
import { colour } from "../../output/colour.ts";
import type { ReleaseAction } from "./action.ts";

const example = "release verify shop --release v1";

/** `kit release verify`: proves that a release is what the ledger says. */
export const verifyAction: ReleaseAction = {
  usage: "release verify [<app>] --release v1 [--rebuild]",
  examples: [example, `${example} --rebuild`],
  flags: ["release", "rebuild"],
  positionals: 1,
  async run([name], values, terminal) {
    const delivery = await openApp(name, terminal);
    const release = findRelease(delivery, requireFlag(values.release, "release", example));
    const checks = await verify(delivery, release, { rebuild: values.rebuild === true });
    const ok = checks.every(({ passed }) => passed);
    terminal.say(
      ok
        ? `${colour.green("✓")} ${release.name} is what the ledger says.`
        : `${colour.red("✗")} ${release.name} could not be proved to be what the ledger says.`,
    );
    const { name: app } = delivery.app;
    return { code: ok ? 0 : 1, json: { app, release: release.name, digest: release.digest, ok, checks } };
  },
};
