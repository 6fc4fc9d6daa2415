import { expect } from "vitest";
import type { Finished, Workspace } from "../workspace.ts";
import type { GitHub } from "./github.ts";

export const secretToken = "cloudflare-token-that-must-not-be-shown";

/** What somebody exports who sets a repository up. */
export const values = {
  CLOUDFLARE_ACCOUNT_ID: "0123456789abcdef0123456789abcdef",
  CLOUDFLARE_API_TOKEN: secretToken,
  CLOUDFLARE_API_TOKEN_PROD: `${secretToken}-of-prod`,
  ALCHEMY_PASSWORD: "password-that-must-not-be-shown",
};

/** Runs `kit github …` on a workspace whose repository is on the stand-in, and sees that no secret is shown. */
export async function kitGithub(
  workspace: Workspace,
  github: GitHub,
  args: readonly string[],
  env: Record<string, string> = values,
): Promise<Finished> {
  const at = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: "ada/things", GITHUB_TOKEN: "owner-token" };
  const command = [process.execPath, "run", "kit", "github", ...args];
  const finished = await workspace.run(command, { env: { ...at, ...env } });
  const written = finished.stdout + finished.stderr;
  for (const secret of [secretToken, values.ALCHEMY_PASSWORD, "owner-token"])
    expect(written).not.toContain(secret);
  return finished;
}
