import type { Files } from "../shared/files.ts";
import type { WranglerConfig } from "./wrangler-config.ts";

/**
 * The configuration of a Worker that a framework's own bundler builds, with what that leaves in the place of its
 * sources: those import what only that bundler can resolve. Undefined where there is no such framework.
 */
export function builtByFramework(config: WranglerConfig, files: Files): WranglerConfig | undefined {
  if (!isReactRouter(files)) return undefined;
  return {
    ...config,
    main: "./build/server/index.js",
    assets: { ...config.assets, directory: "./build/client" },
  };
}

/** React Router, whose server Cloudflare's Vite plugin makes a Worker of. */
function isReactRouter(files: Files): boolean {
  const hasConfig = [...files.keys()].some((path) => /^react-router\.config\.[jt]s$/.test(path));
  return hasConfig && String(files.get("package.json")).includes('"@cloudflare/vite-plugin"');
}
