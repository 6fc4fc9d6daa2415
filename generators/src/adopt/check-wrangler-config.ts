import { normalize } from "node:path/posix";
import type { Files } from "../shared/files.ts";
import { unknownSettings, type WranglerConfig } from "./wrangler-config.ts";

/** Why a wrangler project cannot be one of the kit's as it is configured; empty when it can. */
export function findConfigProblems(config: WranglerConfig): string[] {
  return [
    ...unknownSettings(config).map((setting) => `${setting}: the kit does not know how to carry that over`),
    ...config.services
      .filter(({ entrypoint }) => entrypoint !== undefined)
      .map(({ binding }) => `services: ${binding} names an entrypoint, which alchemy cannot bind`),
    ...(config.assets?.directory?.includes("node_modules")
      ? [
          "assets: they are in node_modules, and a release holds only what the build leaves in the app's folder",
        ]
      : []),
  ];
}

/** Why the Worker cannot be bundled from where it begins. */
export function findEntryProblems({ main }: WranglerConfig, files: Files): string[] {
  if (main === undefined) return ["main: there is no Worker, only assets"];
  const text = files.get(normalize(main));
  if (typeof text !== "string")
    return [`main: ${main} is made by the build of a framework, which the kit cannot wrap`];
  if (/["']virtual:|@remix-run\/dev\/server-build/.test(text)) {
    return [`main: ${main} imports what only its framework's bundler can resolve`];
  }
  if (/export default class\b/.test(text))
    return [`main: ${main} exports a class; the kit wraps an object with fetch`];
  return [];
}

/** What is not carried over, and harms nothing meanwhile. */
export function configNotes(config: WranglerConfig, files: Files): string[] {
  const routes = [config.route, ...config.routes].filter((route) => route !== undefined);
  const environments = Object.keys(config.env);
  const secrets = secretsIn(files);
  return [
    ...(routes.length > 0
      ? ["its routes stay with the present Worker: move them when prod is as you want it"]
      : []),
    ...(environments.length > 0
      ? [
          `wrangler's environments are not profiles (${environments.join(", ")}): only what stands outside them was taken`,
        ]
      : []),
    ...(secrets.length > 0
      ? [
          `secrets are bound in alchemy.run.ts, for example ${secrets[0]}: alchemy.secret(process.env.${secrets[0]})`,
        ]
      : []),
  ];
}

/** The names of secrets, where the project keeps an example of them. */
function secretsIn(files: Files): string[] {
  const examples = [".dev.vars.example", ".env.example"].map((path) => files.get(path));
  const lines = examples.flatMap((text) => (typeof text === "string" ? text.split("\n") : []));
  return lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)\s*=/.exec(line)?.[1] ?? []);
}
