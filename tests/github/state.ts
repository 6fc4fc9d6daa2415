/** What an account's plan allows of a private repository. */
export type Plan = "free" | "pro" | "team" | "enterprise";

/** Whoever asks, and what they may. */
export interface Token {
  login: string;
  /** `classic`: scopes as `repo`. Otherwise permissions as `environments=write`; `workflow`: of a job's own token. */
  kind: "classic" | "fine-grained" | "workflow";
  may: readonly string[];
}

export interface Environment {
  id: number;
  name: string;
  waitTimer: number;
  preventSelfReview: boolean;
  reviewers: readonly { type: "User" | "Team"; id: number }[];
  branches: { protected_branches: boolean; custom_branch_policies: boolean } | null;
  policies: { id: number; name: string; type: string }[];
  /** As they can be read by whoever has the private key. */
  secrets: Map<string, string>;
}

export interface Deployment {
  id: number;
  sha: string;
  ref: string;
  task: string;
  environment: string;
  description: string | null;
  payload: unknown;
  production_environment: boolean;
  transient_environment: boolean;
  statuses: { id: number; state: string; environment_url: string; log_url: string; description: string }[];
}

export interface Issue {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: readonly string[];
  by: string;
  comments: { id: number; body: string; by: string }[];
}

export interface Release {
  id: number;
  tag_name: string;
  name: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
}

export interface PullRequest {
  number: number;
  title: string;
  body: string;
  head: string;
  base: string;
  state: "open" | "closed";
}

/** Who let which environments' jobs of a workflow run go on. */
export interface Approval {
  state: "approved" | "rejected" | "pending";
  comment: string;
  environments: readonly string[];
  login: string;
}

/** All that a stand-in for GitHub remembers: one repository, and who may do what to it. */
export interface State {
  owner: string;
  ownerType: "User" | "Organization";
  name: string;
  private: boolean;
  plan: Plan;
  defaultBranch: string;
  /** By their login, with the id that reviewers are named by. */
  people: Map<string, number>;
  teams: Map<string, number>;
  /** Logins of those who may push. */
  collaborators: Set<string>;
  tokens: Map<string, Token>;
  /** Requests that are left until the limit; undefined without one. */
  left: number | undefined;
  environments: Map<string, Environment>;
  variables: Map<string, string>;
  /** Of the repository. */
  secrets: Map<string, string>;
  rulesets: Map<number, Record<string, unknown>>;
  labels: Map<string, { color: string; description: string }>;
  pages: { build_type: "legacy" | "workflow" } | undefined;
  /** What tokens of workflows may by default, and whether they may open pull requests. */
  workflows: { default_workflow_permissions: "read" | "write"; can_approve_pull_request_reviews: boolean };
  deployments: Deployment[];
  issues: Issue[];
  pulls: PullRequest[];
  releases: Release[];
  /** By the id of the workflow run. */
  approvals: Map<string, Approval[]>;
  nextId(): number;
}

/** A public repository of one person, who asks with the token `owner-token`. */
export function newState(): State {
  let last = 100;
  return {
    owner: "ada",
    ownerType: "User",
    name: "things",
    private: false,
    plan: "free",
    defaultBranch: "main",
    people: new Map([
      ["ada", 1],
      ["grace", 2],
    ]),
    teams: new Map(),
    collaborators: new Set(["ada"]),
    tokens: new Map([["owner-token", { login: "ada", kind: "classic", may: ["repo"] }]]),
    left: undefined,
    environments: new Map(),
    variables: new Map(),
    secrets: new Map(),
    rulesets: new Map(),
    labels: new Map(),
    pages: undefined,
    workflows: { default_workflow_permissions: "read", can_approve_pull_request_reviews: false },
    deployments: [],
    issues: [],
    pulls: [],
    releases: [],
    approvals: new Map(),
    nextId: () => ++last,
  };
}
