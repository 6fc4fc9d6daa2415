import { readFile } from "node:fs/promises";
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
