import { z } from "zod";
import { profilesOf } from "../../../config/index.ts";
import { gen } from "../../../names/action.ts";
import { Refusal } from "../../../names/user-error.ts";
import { loadApp } from "../../../workspace/load-app.ts";
import { appNames, findApp, type Workspace } from "../../../workspace/workspace.ts";
import { ask, askAll, type Repository } from "../ask.ts";
import { Denied } from "../denied.ts";
import { type Plan, planSchema } from "./plan.ts";

/** What whoever runs the set-up wishes. */
export interface Wishes {
  /** Logins, or `org/team`, of those who let jobs into the last profile; none: whoever runs this. */
  reviewers: readonly string[];
  /** Minutes that a job waits before the last profile, 0–43200; undefined: as it is. */
  waitTimer: number | undefined;
  /** Nobody may let in what they started themselves. */
  strict: boolean;
  /** Secrets that are there get the values given now. */
  replaceSecrets: boolean;
}

/** A GitHub environment that is to be: one for each profile, and one that all previews share. */
export interface Environment {
  name: string;
  /** Nothing comes after it, so somebody lets releases in. */
  isLast: boolean;
}

/** What the set-up goes by. */
export interface Scene {
  workspace: Workspace;
  env: NodeJS.ProcessEnv;
  repository: Repository;
  environments: readonly Environment[];
  isPrivate: boolean;
  defaultBranch: string;
  url: string;
  plan: Plan | undefined;
  me: Person;
  /** How many people may push. */
  maintainers: number;
  wishes: Wishes;
}

const person = z.object({ login: z.string(), id: z.number().int() });
export type Person = z.infer<typeof person>;

const described = z.object({
  owner: z.object({ login: z.string(), type: z.string() }),
  private: z.boolean(),
  default_branch: z.string(),
  html_url: z.string(),
  permissions: z.object({ admin: z.boolean() }).default({ admin: false }),
});

/** Looks at a repository, as far as the set-up goes by it. @throws Refusal when whoever asks does not own it */
export async function look(
  workspace: Workspace,
  repository: Repository,
  wishes: Wishes,
  env: NodeJS.ProcessEnv,
): Promise<Scene> {
  const found = await ask(repository, { path: "" }, described);
  const me = await ask(repository, { path: "/user" }, person);
  if (!found.permissions.admin) {
    throw new Refusal(
      "github-not-admin",
      `${me.login} does not administer ${repository.repository}, so may not set it up.`,
      {
        action: "gh auth login   (as somebody who does, or ask an owner of the repository)",
      },
    );
  }
  const people = await askAll(repository, "collaborators?permission=push", z.array(person));
  return {
    workspace,
    env,
    repository,
    environments: await environmentsFor(workspace),
    isPrivate: found.private,
    defaultBranch: found.default_branch,
    url: found.html_url,
    plan: await planOf(repository, found.owner, me),
    me,
    maintainers: people.length,
    wishes,
  };
}

const account = z.object({ plan: z.object({ name: planSchema }).optional() });

/** The plan of the repository's owner, as far as the token may see it. */
async function planOf(
  repository: Repository,
  { login, type }: { login: string; type: string },
  me: Person,
): Promise<Plan | undefined> {
  const path = type === "Organization" ? `/orgs/${login}` : login === me.login ? "/user" : undefined;
  if (path === undefined) return undefined;
  try {
    return (await ask(repository, { path }, account)).plan?.name;
  } catch (error) {
    if (error instanceof Denied) return undefined;
    throw error;
  }
}

/** One for each profile of any app. The last of one app that comes earlier in another is not the last. */
async function environmentsFor(workspace: Workspace): Promise<Environment[]> {
  const places = appNames(workspace).map((name) => findApp(workspace, name, workspace.root));
  const pipelines = (await Promise.all(places.map(loadApp))).map(({ config }) => profilesOf(config.pipeline));
  const earlier = new Set(pipelines.flatMap((profiles) => profiles.slice(0, -1)));
  const last = new Set(pipelines.flatMap((profiles) => profiles.slice(-1))).difference(earlier);
  if (last.size === 0) {
    throw new Refusal("app-missing", "There is no app yet, so it is not known which profiles there are.", {
      action: gen("app", "my-app"),
    });
  }
  return [
    ...[...earlier, "preview"].map((name) => ({ name, isLast: false })),
    ...[...last].map((name) => ({ name, isLast: true })),
  ];
}
