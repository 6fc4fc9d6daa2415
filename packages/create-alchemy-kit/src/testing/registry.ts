import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { must } from "./finish.ts";

/** A registry of npm packages on this machine, which has what it does not have from the public one. */
export type Registry = {
  /** For programs that are to use it, and no cache or setting of this machine's user. */
  env: NodeJS.ProcessEnv;
  publish: (what: string) => Promise<unknown>;
  stop: () => Promise<unknown>;
};

/** A part of it asks for node-fetch by a tag, which not every mirror of the public registry has. */
const VERDACCIO = { dependencies: { verdaccio: "6.2.4" }, overrides: { "node-fetch": "2.7.0" } };

/** Installs and starts a registry in `folder`. @throws when it cannot be installed */
export async function startRegistry(folder: string): Promise<Registry> {
  const program = join(folder, "verdaccio");
  const home = join(folder, "home");
  await Promise.all([program, home].map((path) => mkdir(path, { recursive: true })));
  await writeFile(join(program, "package.json"), JSON.stringify({ private: true, ...VERDACCIO }));
  await must(["bun", "install", "--no-progress"], { cwd: program });

  const address = `127.0.0.1:${await freePort()}`;
  await writeFile(join(program, "config.json"), JSON.stringify(config()));
  await writeFile(join(home, ".npmrc"), `//${address}/:_authToken=anyone\n`);
  const args = ["node_modules/.bin/verdaccio", "--config", "config.json", "--listen", address];
  const server = spawn("node", args, { cwd: program, stdio: ["ignore", "pipe", "ignore"] });
  await untilListening(server);
  const env = environment(home, `http://${address}/`);
  return {
    env,
    publish: (what) => must(["npm", "publish", what, "--access", "public"], { cwd: folder, env }),
    stop: () => {
      server.kill();
      return once(server, "close");
    },
  };
}

function config() {
  const ours = { access: "$all", publish: "$all" };
  return {
    storage: "./storage",
    uplinks: { public: { url: process.env.npm_config_registry ?? "https://registry.npmjs.org/" } },
    packages: {
      "@alchemy-kit/*": ours,
      "create-alchemy-kit": ours,
      "**": { access: "$all", proxy: "public" },
    },
    max_body_size: "100mb",
    log: { type: "stdout", format: "pretty", level: "warn" },
  };
}

async function untilListening(server: ChildProcess): Promise<void> {
  if (!server.stdout) throw new Error("The registry was not started with a pipe.");
  for await (const line of createInterface(server.stdout)) if (line.includes("http address")) break;
  server.stdout.resume();
  if (server.exitCode !== null) throw new Error("The registry ended before it listened.");
}

/**
 * Every package manager has a name of its own for the registry, and one minds that a package is a minute old.
 * Programs of this repository must not be on the PATH: `bun create` would run them.
 */
function environment(home: string, url: string): NodeJS.ProcessEnv {
  const unwanted = /^(CI|NODE_ENV|FORCE_COLOR|(npm|NPM|VITEST|KIT|CLOUDFLARE|ALCHEMY|GIT|BUN)_.*)$/;
  const inherited = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  const PATH = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((path) => !/node_modules|bun-node-/.test(path));
  PATH.push(ownBun(home));
  return {
    ...Object.fromEntries(inherited),
    PATH: PATH.join(delimiter),
    HOME: home,
    PREFIX: home,
    NO_COLOR: "1",
    npm_config_registry: url,
    YARN_REGISTRY: url,
    YARN_NPM_REGISTRY_SERVER: url,
    YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
    YARN_NPM_MINIMAL_AGE_GATE: "0",
    YARN_ENABLE_TELEMETRY: "0",
  };
}

/** A folder with this Bun in it, for where npx brought it and it is on no PATH of its own. */
function ownBun(home: string): string {
  const folder = join(home, "bin");
  mkdirSync(folder, { recursive: true });
  for (const name of ["bun", "bunx"])
    if (!existsSync(join(folder, name))) symlinkSync(process.execPath, join(folder, name));
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
