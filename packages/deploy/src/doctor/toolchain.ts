import { ok, wrong } from "../names/finding.ts";
import type { Check } from "./check.ts";

/** The oldest Bun that the kit runs on. */
const oldest = "1.3.0";

export const checkToolchain: Check = async ({ env }) => [bunFinding(Bun.version), gitFinding(env)];

/** @param version of the Bun that runs this */
export function bunFinding(version: string) {
  if (Bun.semver.satisfies(version, `>=${oldest}`)) return ok("toolchain", `Bun ${version}`);
  return wrong("toolchain", `This is Bun ${version}; the kit needs ${oldest} or newer.`, "bun upgrade");
}

function gitFinding({ PATH = "" }: NodeJS.ProcessEnv) {
  if (Bun.which("git", { PATH })) return ok("toolchain", "git");
  return wrong(
    "toolchain",
    "There is no git, so releases cannot say where they come from.",
    "install it from https://git-scm.com",
  );
}
