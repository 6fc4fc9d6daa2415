import { many, notFound, one, type Routes } from "../route.ts";
import type { State, Token } from "../state.ts";

/** The repository itself, and who there is. */
export const repository: Routes = {
  "GET /repos/{owner}/{repo}": {
    needs: "metadata=read",
    answer: ({ state, by }) => one(repositoryView(state, by)),
  },
  "GET /repos/{owner}/{repo}/collaborators": {
    needs: "metadata=read",
    answer: ({ state }) => many([...state.collaborators].map((login) => person(state, login))),
  },
  "GET /user": {
    needs: "metadata=read",
    answer: ({ state, by }) => one({ ...person(state, by.login), ...planFor(state, by) }),
  },
  "GET /users/{username}": {
    needs: "metadata=read",
    answer: ({ state, params: { username = "" } }) =>
      state.people.has(username) ? one(person(state, username)) : notFound(),
  },
  "GET /orgs/{org}": {
    needs: "metadata=read",
    answer: ({ state, by, params: { org } }) =>
      state.ownerType === "Organization" && org === state.owner
        ? one({ login: org, archived_at: null, ...planFor(state, by) })
        : notFound(),
  },
  "GET /orgs/{org}/teams/{team_slug}": {
    needs: "members=read",
    answer: ({ state, params: { team_slug: slug = "" } }) =>
      state.teams.has(slug) ? one({ id: state.teams.get(slug), slug, name: slug }) : notFound(),
  },
};

function repositoryView(state: State, by: Token) {
  const mayPush = state.collaborators.has(by.login);
  const isOwner = by.login === state.owner || state.ownerType === "Organization";
  return {
    // The example is a fork's.
    source: undefined,
    parent: undefined,
    language: "TypeScript",
    name: state.name,
    full_name: `${state.owner}/${state.name}`,
    owner: { ...person(state, state.owner), type: state.ownerType },
    private: state.private,
    visibility: state.private ? "private" : "public",
    default_branch: state.defaultBranch,
    html_url: `https://github.com/${state.owner}/${state.name}`,
    permissions: { admin: mayPush && isOwner, push: mayPush, pull: true, maintain: mayPush, triage: mayPush },
  };
}

/** A fine-grained token does not see it, unless it may administer the account. */
function planFor({ plan }: State, { kind }: Token) {
  return {
    plan: kind === "classic" ? { name: plan, space: 1, collaborators: 0, private_repos: 1 } : undefined,
  };
}

/** A simple user. Source: components/schemas/simple-user of GitHub's description */
export function person(state: State, login: string) {
  const url = `https://api.github.com/users/${login}`;
  const lists = ["followers", "following", "gists", "starred", "subscriptions", "organizations", "repos"];
  return {
    login,
    id: state.people.get(login) ?? 0,
    node_id: "",
    avatar_url: "",
    gravatar_id: "",
    url,
    html_url: `https://github.com/${login}`,
    ...Object.fromEntries(lists.map((list) => [`${list}_url`, `${url}/${list}`])),
    events_url: `${url}/events`,
    received_events_url: `${url}/received_events`,
    type: "User",
    site_admin: false,
  };
}
