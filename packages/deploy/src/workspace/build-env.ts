/** What of the environment a build may see: nothing of a profile, nothing secret. */
const allowed = ["PATH", "HOME", "TMPDIR", "TEMP", "SystemRoot"];

/** The environment of everything that makes bytes of an artifact. */
export function buildEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = allowed.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return { ...Object.fromEntries(kept), NODE_ENV: "production", NO_COLOR: "1" };
}
