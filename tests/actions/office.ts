import { readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Forge, type Settings } from "./forge.ts";
import { git, temporaryFolder } from "./repository.ts";

const checkout = join(import.meta.dirname, "../..");
const emulator = z.object({ apiUrl: z.url(), workersUrl: z.url(), token: z.string(), accountId: z.string() });
type Emulator = z.infer<typeof emulator>;

/** Of what the API tells of deployments. */
const deployed = z.object({
  result: z.object({
    deployments: z.array(z.object({ versions: z.array(z.object({ version_id: z.string() })) })),
  }),
});

/** What a job with a GitHub environment is given, and no other job may ever see. */
export const SECRETS = {
  CLOUDFLARE_API_TOKEN: "cf-token-of-the-test",
  ALCHEMY_PASSWORD: "a-password-of-the-test",
};

/** Another text for one place in a file. */
export interface Edit {
  path: string;
  before: string;
  after: string;
}

/** A team's repository, as it was created, on the forge; its runners deploy to an emulator of its own. */
export class Office {
  readonly forge: Forge;
  readonly #folder: string;
  readonly #clone: string;
  readonly #emulator: Emulator;
  readonly #machine: Record<string, string>;

  private constructor(forge: Forge, folder: string, account: Emulator, machine: Record<string, string>) {
    this.forge = forge;
    this.#folder = folder;
    this.#clone = join(folder, "shop");
    this.#emulator = account;
    this.#machine = machine;
  }

  /** @param reviewers of prod; none, as on a plan that has none */
  static async open(reviewers: readonly string[]): Promise<Office> {
    const folder = await temporaryFolder("office");
    const machine = {
      PATH: process.env.PATH ?? "",
      BUN_INSTALL_CACHE_DIR: process.env.BUN_INSTALL_CACHE_DIR ?? join(homedir(), ".bun/install/cache"),
      KIT_TARGET: "emulator",
      KIT_EMULATOR_DIR: join(folder, "emulator"),
    };
    const outside = { ...machine, HOME: folder };
    await run(
      outside,
      checkout,
      "packages/create-alchemy-kit/src/main.ts",
      join(folder, "shop"),
      "--no-install",
    );
    await run(outside, join(folder, "shop"), "install");
    await run(outside, join(folder, "shop"), "run", "gen", "workflow", "reconcile");
    await git(join(folder, "shop"), "add", "--all");
    await git(join(folder, "shop"), "commit", "--quiet", "--message", "Lock");
    // From here, for a runner's own checkout is gone when its job is done.
    await run(outside, checkout, "packages/deploy/src/cli/main.ts", "emulator", "start");
    const told = await run(
      outside,
      checkout,
      "packages/deploy/src/cli/main.ts",
      "emulator",
      "status",
      "--json",
    );
    const account = emulator.parse(JSON.parse(told));
    const settings: Settings = {
      machine,
      visibility: "public",
      variables: { CLOUDFLARE_ACCOUNT_ID: "account-of-the-test" },
      environments: {
        preview: { secrets: SECRETS, reviewers: [] },
        staging: { secrets: SECRETS, reviewers: [] },
        prod: { secrets: SECRETS, reviewers },
      },
    };
    return new Office(await Forge.create(join(folder, "shop"), settings), folder, account, machine);
  }

  /** Commits edits on a branch that leaves from what main is now. @returns the commit */
  async commit(branch: string, ...edits: readonly Edit[]): Promise<string> {
    await git(this.#clone, "fetch", "--quiet", this.forge.repository.path, "main");
    await git(this.#clone, "checkout", "--quiet", "-B", branch, "FETCH_HEAD");
    for (const { path, before, after } of edits) {
      const file = join(this.#clone, path);
      const text = await readFile(file, "utf8");
      if (text.split(before).length !== 2)
        throw new Error(`${path} does not have this in one place: ${before}`);
      await writeFile(
        file,
        text.replace(before, () => after),
      );
    }
    await git(this.#clone, "commit", "--quiet", "--all", "--message", branch);
    await git(
      this.#clone,
      "push",
      "--quiet",
      "--force",
      this.forge.repository.path,
      `HEAD:refs/heads/${branch}`,
    );
    return git(this.#clone, "rev-parse", "HEAD");
  }

  /** Who must let a job into prod; nobody, as on a plan that has no reviewers. */
  set reviewers(logins: readonly string[]) {
    const { prod } = this.forge.settings.environments;
    if (prod) prod.reviewers = logins;
  }

  /** The issues that are no pull requests. */
  issues() {
    return this.forge.github.state.issues.filter(({ title }) => !title.startsWith("Pull request"));
  }

  /** Moves a profile's traffic behind the kit's back. @returns what moves it back */
  async tamper(profile: string): Promise<() => Promise<void>> {
    const { apiUrl, accountId, token } = this.#emulator;
    const url = `${apiUrl}/accounts/${accountId}/workers/scripts/shop-${profile}/deployments`;
    const headers = { authorization: `Bearer ${token}` };
    const { result } = deployed.parse(await (await fetch(url, { headers })).json());
    const ids = result.deployments.map(({ versions }) => versions[0]?.version_id);
    const other = ids.find((id) => id !== ids[0]);
    const serve = async (id: string | undefined) => {
      const body = { strategy: "percentage", versions: [{ version_id: id, percentage: 100 }] };
      const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(await answer.text());
    };
    await serve(other);
    return () => serve(ids[0]);
  }

  /** What is said on a pull request. */
  comments(pull: number) {
    return this.forge.github.state.issues.find(({ number }) => number === pull)?.comments ?? [];
  }

  /** Asks a profile how it is. */
  async health(profile: string): Promise<{ status: number; release: string | null }> {
    const { protocol, port } = new URL(this.#emulator.workersUrl);
    const answer = await fetch(`${protocol}//shop-${profile}.localhost:${port}/api/health`);
    await answer.text();
    return { status: answer.status, release: answer.headers.get("x-kit-release") };
  }

  async close(): Promise<void> {
    const outside = { ...this.#machine, HOME: this.#folder };
    await run(outside, checkout, "packages/deploy/src/cli/main.ts", "emulator", "stop");
    await this.forge.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function run(env: Record<string, string>, cwd: string, ...args: string[]): Promise<string> {
  const child = Bun.spawn([process.execPath, ...args], {
    cwd,
    env,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [said, complaint, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`bun ${args.join(" ")}: ${said}${complaint}`);
  return said;
}
