import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { JobSite } from "./job.ts";

/** What an action does in a job. @returns its outputs @throws to fail */
type StandIn = (inputs: Record<string, string>, site: JobSite) => Promise<Record<string, string>>;

/** Stands in for an action, and refuses every input that it does not implement. */
function standIn(known: readonly string[], act: StandIn): StandIn {
  return (inputs, site) => {
    const unknown = Object.keys(inputs).filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(`The stand-in does not implement: ${unknown.join(", ")}`);
    return act(inputs, site);
  };
}

/** The actions of others that workflows use here, by their names. An action that is not among these fails. */
const actions: Record<string, StandIn> = {
  /** https://github.com/actions/checkout */
  "actions/checkout": standIn(["fetch-depth", "persist-credentials", "ref"], async (inputs, site) => {
    if (inputs["persist-credentials"] !== "false") throw new Error("Keeping credentials is not implemented.");
    const depth = inputs["fetch-depth"] ?? "1";
    const sha = inputs.ref || site.sha;
    await site.git("init", "--quiet", "--initial-branch=checkout");
    await site.git("remote", "add", "origin", site.origin);
    const how = depth === "0" ? [] : [`--depth=${depth}`];
    const branches = depth === "0" ? ["+refs/heads/*:refs/remotes/origin/*"] : [];
    await site.git("fetch", "--quiet", ...how, "origin", ...branches, sha);
    await site.git("checkout", "--quiet", "--detach", sha);
    return {};
  }),

  /** https://github.com/oven-sh/setup-bun */
  "oven-sh/setup-bun": standIn(["bun-version-file"], async (inputs, site) => {
    const file = join(site.workspace, inputs["bun-version-file"] ?? "");
    const { packageManager, engines } = JSON.parse(await readFile(file, "utf8"));
    if (!packageManager && !engines?.bun) throw new Error(`${file} names no Bun.`);
    site.left.path.unshift(dirname(process.execPath));
    return {};
  }),

  /** https://github.com/actions/attest */
  "actions/attest": standIn(["subject-checksums"], async (inputs, site) => {
    site.need("id-token", "write");
    site.need("attestations", "write");
    const lines = (await readFile(inputs["subject-checksums"] ?? "", "utf8")).trim().split("\n");
    for (const line of lines) {
      const [, digest, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
      if (!digest || !name) throw new Error(`No checksum: ${line}`);
      site.attest({ digest, name });
    }
    return {};
  }),

  /** https://github.com/actions/upload-pages-artifact */
  "actions/upload-pages-artifact": standIn(["path"], async (inputs, site) => {
    const folder = inputs.path ?? "";
    for (const file of await readdir(folder))
      site.packed.set(file, await readFile(join(folder, file), "utf8"));
    return {};
  }),

  /** https://github.com/actions/deploy-pages */
  "actions/deploy-pages": standIn([], async (_inputs, site) => {
    site.need("pages", "write");
    site.need("id-token", "write");
    if (site.packed.size === 0) throw new Error("There is no artifact to publish.");
    return { page_url: site.publish(site.packed) };
  }),

  /** https://github.com/actions/setup-node */
  "actions/setup-node": standIn(["node-version", "package-manager-cache"], async () => ({})),

  /** https://github.com/changesets/action/tree/main/select-mode */
  "changesets/action/select-mode": standIn([], async (_inputs, site) => {
    const files = await readdir(join(site.workspace, ".changeset"));
    if (files.some((file) => file.endsWith(".md") && file !== "README.md")) return { mode: "version" };
    const plan = await site.shell("bunx --bun changeset publish-plan");
    return { mode: plan.includes("Packages to publish:") ? "publish" : "none" };
  }),

  /** https://github.com/changesets/action/tree/main/version */
  "changesets/action/version": standIn(["script", "commit-message", "pr-title"], async (inputs, site) => {
    site.need("contents", "write");
    const branch = "changeset-release/main";
    await site.shell(inputs.script ?? "");
    await site.git("checkout", "--quiet", "-B", branch);
    await site.git("add", "--all");
    await site.git("commit", "--quiet", "--message", inputs["commit-message"] ?? "");
    await site.git("push", "--quiet", "--force", site.origin, `HEAD:refs/heads/${branch}`);
    const open = await site.ask("GET", `pulls?state=open&head=acme:${branch}`);
    if (Array.isArray(open) && open.length > 0) return {};
    await site.ask("POST", "pulls", { title: inputs["pr-title"], head: branch, base: "main" });
    return {};
  }),

  /** https://github.com/changesets/action/tree/main/publish */
  "changesets/action/publish": standIn(["script"], async (inputs, site) => {
    site.need("id-token", "write");
    // So does the action, and an annotated tag is somebody's.
    await site.git("config", "user.name", "github-actions[bot]");
    await site.git("config", "user.email", "github-actions[bot]@users.noreply.github.com");
    const said = await site.shell(inputs.script ?? "");
    const tags = (await site.git("tag", "--points-at", "HEAD")).split("\n").filter(Boolean);
    if (tags.length === 0) throw new Error(`Nothing was tagged: ${said}`);
    for (const tag of tags) {
      await site.git("push", "--quiet", site.origin, `refs/tags/${tag}`);
      await site.ask("POST", "releases", { tag_name: tag, name: tag });
    }
    return { published: String(tags.length > 0) };
  }),

  /** https://github.com/github/codeql-action */
  "github/codeql-action/init": standIn(["languages"], async () => ({})),
  "github/codeql-action/analyze": standIn([], async (_inputs, site) => {
    site.need("security-events", "write");
    return {};
  }),
};

/** @throws for an action that is not pinned to a commit, and for one that has no stand-in */
export function actionOf(uses: string): StandIn {
  const [name = "", commit = ""] = uses.split("@");
  if (!/^[0-9a-f]{40}$/.test(commit)) throw new Error(`${uses} is not pinned to a commit.`);
  const action = actions[name];
  if (!action) throw new Error(`${name} has no stand-in here.`);
  return action;
}
