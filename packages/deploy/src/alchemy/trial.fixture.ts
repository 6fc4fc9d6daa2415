import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";

/*
 * Real alchemy, in processes of its own as the runner and a person start it, against a real emulator.
 */

const repository = resolve(import.meta.dirname, "../../../..");
const emulator = [process.execPath, join(repository, "packages/emulator/src/cli/main.ts")];

const statusSchema = z.object({
  apiUrl: z.string(),
  workersUrl: z.string(),
  token: z.string(),
  accountId: z.string(),
});
const versionList = z.object({
  items: z.array(z.object({ id: z.string(), annotations: z.record(z.string(), z.string()) })),
});
const deploymentList = z.object({
  deployments: z.array(
    z.object({ versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })) }),
  ),
});

/** A release's tag: `tag(2)` is v2's. */
export const tag = (number: number) => `v${number}@sha256:${String(number).padStart(64, "0")}`;

type Account = z.infer<typeof statusSchema>;
type RunOptions = {
  release?: string;
  /** The release that serves meanwhile, and the folder of its app. */
  serving?: { release: string; folder: string };
  apiUrl?: string;
  onStart?: (kill: () => void) => void;
  env?: Record<string, string>;
};
type AppOptions = {
  extra?: string;
  props?: string;
  secret?: string;
  /** More of what was built: path → text. */
  files?: Record<string, string>;
};
export type Ended = { code: number; out: string; err: string };

/** An account on an emulator of its own, and a folder for apps. */
export class Trial {
  readonly #home: string;
  readonly account: Account;

  private constructor(home: string, account: Account) {
    this.#home = home;
    this.account = account;
  }

  static async start(): Promise<Trial> {
    const home = await mkdtemp(join(tmpdir(), "kit-alchemy-"));
    const command = [...emulator, "start", "--detach", "--json", "--dir", join(home, "emulator")];
    const { code, out, err } = await run(command, home);
    if (code !== 0) throw new Error(`The emulator did not start: ${err}`);
    return new Trial(home, statusSchema.parse(JSON.parse(out)));
  }

  async stop(): Promise<void> {
    await run([...emulator, "stop", "--dir", join(this.#home, "emulator")], this.#home);
    await rm(this.#home, { recursive: true });
  }

  /** Runs alchemy in an app's folder: in a release where one is given, else as plain alchemy. */
  alchemy(
    folder: string,
    args: string[],
    { release, serving, apiUrl, onStart, env: more }: RunOptions = {},
  ): Promise<Ended> {
    const env = {
      HOME: this.#home,
      CLOUDFLARE_BASE_URL: apiUrl ?? this.account.apiUrl,
      CLOUDFLARE_API_TOKEN: this.account.token,
      CLOUDFLARE_ACCOUNT_ID: this.account.accountId,
      ALCHEMY_PASSWORD: "correct horse battery staple",
      ALCHEMY_TELEMETRY_DISABLED: "1",
      CI: "1",
      NO_COLOR: "1",
      ...(release !== undefined && { KIT_RELEASE: release }),
      ...(serving !== undefined && { KIT_SERVING: JSON.stringify(serving) }),
      ...more,
    };
    return run([process.execPath, "alchemy.run.ts", ...args], folder, env, onStart);
  }

  /** Provisions a release, and reads what triggers its program told of. */
  async provision(folder: string, release: string): Promise<Ended & { triggers: unknown }> {
    const told = join(folder, "triggers.json");
    const ended = await this.alchemy(folder, ["--stage", "staging"], {
      release,
      env: { KIT_TRIGGERS: told },
    });
    return { ...ended, triggers: ended.code === 0 ? await Bun.file(told).json() : undefined };
  }

  /** Destroys a stage as a release, and reads what its program told of it. */
  async destroy(
    folder: string,
    stage = "staging",
    release = tag(1),
  ): Promise<Ended & { destroyed: unknown }> {
    const told = join(folder, `destroyed-${crypto.randomUUID()}.json`);
    const ended = await this.alchemy(folder, ["--stage", stage, "--destroy"], {
      release,
      env: { KIT_DESTROYED: told },
    });
    const file = Bun.file(told);
    return { ...ended, destroyed: (await file.exists()) ? await file.json() : undefined };
  }

  /** The names of all databases, namespaces, queues, buckets and Workers, but for the kit's own bucket. */
  async everything(): Promise<string[]> {
    const named = z.object({ name: z.string() });
    const [databases, namespaces, queues, { buckets }, workers] = await Promise.all([
      this.databases(),
      this.#result(z.array(z.object({ title: z.string() })), "/storage/kv/namespaces"),
      this.#result(z.array(z.object({ queue_name: z.string() })), "/queues"),
      this.#result(z.object({ buckets: z.array(named) }), "/r2/buckets"),
      this.#result(z.array(z.object({ id: z.string() })), "/workers/scripts"),
    ]);
    return [
      ...databases,
      ...namespaces.map(({ title }) => title),
      ...queues.map(({ queue_name }) => queue_name),
      ...buckets.map(({ name }) => name).filter((name) => name !== "kit-state"),
      ...workers.map(({ id }) => id),
    ];
  }

  /** Asks the account. */
  async ask(
    path: string,
    method = "GET",
    body?: string | FormData,
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.account.apiUrl}/accounts/${this.account.accountId}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.account.token}` },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, text: await response.text() };
  }

  async #result<Schema extends z.ZodType>(schema: Schema, path: string) {
    const { text } = await this.ask(path);
    return schema.parse(z.object({ result: z.unknown() }).parse(JSON.parse(text)).result);
  }

  /** The versions of a script, newest first. */
  async versions(script: string) {
    const { items } = await this.#result(versionList, `/workers/scripts/${script}/versions?deployable=true`);
    return items.map(({ id, annotations }) => ({
      id,
      tag: annotations["workers/tag"],
      message: annotations["workers/message"],
    }));
  }

  async tags(script: string) {
    return (await this.versions(script)).map(({ tag }) => tag);
  }

  /** The split that is live, as pairs of tag and percentage. */
  async live(script: string) {
    const { deployments } = await this.#result(deploymentList, `/workers/scripts/${script}/deployments`);
    const versions = await this.versions(script);
    return deployments[0]?.versions.map(({ version_id, percentage }) => [
      versions.find(({ id }) => id === version_id)?.tag,
      percentage,
    ]);
  }

  /** Gives all the traffic to the newest version of a release, or to the one of that message. */
  async shift(script: string, release: string, message?: string): Promise<void> {
    const versions = await this.versions(script);
    const version = versions.find((it) => it.tag === release && it.message === (message ?? it.message));
    const split = { strategy: "percentage", versions: [{ version_id: version?.id, percentage: 100 }] };
    await this.ask(`/workers/scripts/${script}/deployments`, "POST", JSON.stringify(split));
  }

  visit(script: string, path: string): Promise<Response> {
    return fetch(`${this.account.workersUrl.replace("//", `//${script}.`)}${path}`);
  }

  async databases(): Promise<string[]> {
    return (await this.#result(z.array(z.object({ name: z.string() })), "/d1/database")).map(
      ({ name }) => name,
    );
  }

  /** A built app with a page, an API and a database, as the kit unpacks it. Returns its folder. */
  async makeApp(name: string, options: AppOptions = {}): Promise<string> {
    const folder = join(this.#home, `${name}-${crypto.randomUUID()}`);
    await mkdir(folder);
    await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
    const files = {
      "alchemy.run.ts": program(name, options),
      "migrations/0001_items.sql": "create table items (name text); insert into items values ('bread');",
      "dist/client/index.html": "<h1>the page</h1>",
      "dist/client/_headers": "/*\n  X-Frame-Options: DENY\n",
      "dist/worker/worker.js": `
        import { word } from "./word.js";
        export default { async fetch(request, env) {
          const { results } = await env.DB.prepare("select name from items").all();
          return Response.json({ word, tag: env.VERSION.tag, secret: env.KEY.length, items: results });
        } };`,
      "dist/worker/word.js": `export const word = "built";`,
      ...options.files,
      "src/worker.ts": `export default { fetch: () => new Response("bundled by alchemy") };`,
    };
    for (const [path, text] of Object.entries(files)) await Bun.write(join(folder, path), text);
    return folder;
  }
}

const program = (name: string, { extra = "", props = "", secret = "not-for-reading" }: AppOptions) => `
  import { kitState, Worker } from "@kit/deploy/alchemy";
  import alchemy from "alchemy";
  import { Assets, D1Database, KVNamespace, Queue, R2Bucket, VersionMetadata } from "alchemy/cloudflare";
  const app = await alchemy("${name}", { stateStore: kitState });
  const db = await D1Database("db", { name: \`${name}-\${app.stage}-db\`, migrationsDir: "./migrations" });
  ${extra}
  await Worker("web", {
    name: \`${name}-\${app.stage}\`,
    entrypoint: "./src/worker.ts",
    compatibilityDate: "2026-07-01",
    bindings: {
      ASSETS: await Assets({ path: "./dist/client" }),
      DB: db,
      VERSION: VersionMetadata(),
      KEY: alchemy.secret("${secret}"),
    },
    ${props}
  });
  await app.finalize();`;

async function run(
  command: string[],
  cwd: string,
  env: Record<string, string> = {},
  onStart?: (kill: () => void) => void,
): Promise<Ended> {
  const child = Bun.spawn(command, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  onStart?.(() => child.kill("SIGKILL"));
  const [out, err, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { code, out, err };
}
