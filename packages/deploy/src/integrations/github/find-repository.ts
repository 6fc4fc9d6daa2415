import { Refusal } from "../../names/user-error.ts";
import { sourceRepository } from "../../workspace/provenance.ts";
import type { Workspace } from "../../workspace/workspace.ts";
import type { Repository } from "./ask.ts";

const GITHUB = "https://github.com";

/**
 * The workspace's repository on GitHub: what GITHUB_REPOSITORY names, else where git's remote `origin` is.
 * @throws Refusal when there is none, or nothing that opens it
 */
export async function findRepository(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<Repository> {
  const { server, repository } = await placeOf(workspace, env);
  return { api: env.GITHUB_API_URL || apiOf(server), repository, token: await tokenOf(server, env) };
}

async function placeOf(workspace: Workspace, env: NodeJS.ProcessEnv) {
  const named = env.GITHUB_REPOSITORY;
  if (named) return { server: env.GITHUB_SERVER_URL || GITHUB, repository: checked(named) };
  const url = await sourceRepository(workspace);
  if (url === undefined) {
    throw new Refusal(
      "github-repository-unknown",
      "This repository has no remote “origin” yet, so it is not known where it is on GitHub.",
      {
        action: "gh repo create --source . --push   (or: git remote add origin https://github.com/you/name)",
      },
    );
  }
  const { origin, pathname } = new URL(url);
  return { server: origin, repository: checked(pathname.slice(1)) };
}

function checked(repository: string): string {
  if (/^[\w.-]+\/[\w.-]+$/.test(repository)) return repository;
  throw new Refusal(
    "github-repository-malformed",
    `“${repository}” is no repository on GitHub: those are called owner/name.`,
    {
      kind: "usage",
      action: "export GITHUB_REPOSITORY=owner/name",
    },
  );
}

/** Source: https://docs.github.com/en/enterprise-server@3.19/rest/quickstart */
function apiOf(server: string): string {
  return server === GITHUB ? "https://api.github.com" : `${server}/api/v3`;
}

async function tokenOf(server: string, env: NodeJS.ProcessEnv): Promise<string> {
  const token = env.GITHUB_TOKEN || env.GH_TOKEN || (await tokenOfGh(new URL(server).host));
  if (token) return token;
  throw new Refusal(
    "github-token-missing",
    "There is no token for GitHub: neither GITHUB_TOKEN nor GH_TOKEN is set, and gh has none.",
    {
      kind: "usage",
      action:
        "gh auth login   (or export GITHUB_TOKEN=…, made at https://github.com/settings/tokens with the scope “repo”)",
    },
  );
}

async function tokenOfGh(host: string): Promise<string | undefined> {
  if (!Bun.which("gh")) return undefined;
  const gh = Bun.spawn(["gh", "auth", "token", "--hostname", host], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
  });
  const [token, code] = await Promise.all([gh.stdout.text(), gh.exited]);
  return code === 0 ? token.trim() || undefined : undefined;
}
