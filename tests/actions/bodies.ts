/*
 * What the API answers with. Whatever of it nobody here reads is there because the description requires it.
 */

export interface Comment {
  id: number;
  pull: number;
  body: string;
  by: string;
}

export interface Issue {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: string[];
}

/** Of an environment that jobs of a run waited for. */
export interface Review {
  run: number;
  environment: string;
  state: "approved" | "rejected";
  comment: string;
  user: string;
}

const at = "https://github.example";
const time = "2026-01-01T00:00:00Z";

export function commentBody({ id, pull, body, by }: Comment): object {
  const url = `${at}/comments/${id}`;
  const issue_url = `${at}/issues/${pull}`;
  const stamps = { created_at: time, updated_at: time };
  return { id, node_id: `C${id}`, url, html_url: url, issue_url, body, user: userBody(by), ...stamps };
}

export function issueBody({ number, title, body, state, labels }: Issue): object {
  const url = `${at}/issues/${number}`;
  return {
    id: number,
    node_id: `I${number}`,
    number,
    title,
    body,
    state,
    labels: labels.map((name) => ({ name })),
    locked: false,
    comments: 0,
    user: userBody("github-actions[bot]"),
    assignee: null,
    milestone: null,
    url,
    html_url: url,
    repository_url: at,
    comments_url: url,
    events_url: url,
    labels_url: url,
    created_at: time,
    updated_at: time,
    closed_at: state === "closed" ? time : null,
  };
}

export function reviewBody({ environment, state, comment, user }: Review): object {
  return { environments: [{ id: 1, name: environment }], state, comment, user: userBody(user) };
}

function userBody(login: string): object {
  const url = `${at}/${encodeURIComponent(login)}`;
  const links = ["avatar", "events", "followers", "following", "gists", "html", "organizations"];
  const more = ["received_events", "repos", "starred", "subscriptions"];
  const urls = Object.fromEntries([...links, ...more].map((name) => [`${name}_url`, url]));
  const type = login.endsWith("[bot]") ? "Bot" : "User";
  return { login, id: 1, node_id: "U1", type, site_admin: false, gravatar_id: "", url, ...urls };
}
