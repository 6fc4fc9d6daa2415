import { join } from "node:path";

/**
 * alchemy's own `dev`, in the app's folder. It runs offline and asks for credentials only by habit, so it is
 * given some that open nothing, whatever the environment holds.
 * @returns its exit code
 */
export async function runDev({ dir }: { dir: string }, env: NodeJS.ProcessEnv): Promise<number> {
  const { KIT_RELEASE: _release, CLOUDFLARE_API_KEY: _key, CLOUDFLARE_EMAIL: _email, ...rest } = env;
  const child = Bun.spawn([process.execPath, alchemyProgram(), "dev"], {
    cwd: dir,
    env: {
      ...rest,
      CLOUDFLARE_API_TOKEN: "offline",
      CLOUDFLARE_ACCOUNT_ID: "0".repeat(32),
      ALCHEMY_PASSWORD: rest.ALCHEMY_PASSWORD ?? "local-development",
      ALCHEMY_TELEMETRY_DISABLED: "1",
    },
    stdio: ["inherit", "inherit", "inherit"],
  });
  return child.exited;
}

/** The file that alchemy's own command line starts from. */
export function alchemyProgram(): string {
  const manifest = Bun.resolveSync("alchemy/package.json", import.meta.dir);
  return join(manifest, "..", "bin", "alchemy.js");
}
