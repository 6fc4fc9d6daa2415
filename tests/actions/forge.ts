import { rm } from "node:fs/promises";
import { GitHub } from "../github/github.ts";
import { approve } from "../github/routes/runs.ts";
import { Concurrency } from "./concurrency.ts";
import { evaluateText } from "./expression.ts";
import type { Attestation } from "./job.ts";
import { type Permissions, readWorkflow, type WorkflowModel } from "./model.ts";
import { BareRepository, temporaryFolder } from "./repository.ts";
import { type Conclusion, Run } from "./run.ts";
import { type Event, inputsOf, starts } from "./trigger.ts";

/** A GitHub environment. Without reviewers it lets every job in, as on a plan that has none. */
export interface Environment {
  secrets: Record<string, string>;
  reviewers: readonly string[];
}

export interface Deployment {
  run: number;
  environment: string;
  url: string;
  conclusion: Conclusion;
}

interface Waiting {
  run: number;
  environment: string;
  decide(isAdmitted: boolean): void;
}

export interface Settings {
  environments: Record<string, Environment>;
  variables: Record<string, string>;
  visibility: "public" | "private";
  /** What every process on a runner has in its environment, as it has PATH. */
  machine: Record<string, string>;
}

const NAME = "acme/apps";

/** A repository on GitHub: what happens in it starts workflows, and they run. */
export class Forge {
  readonly repository: BareRepository;
  readonly settings: Settings;
  readonly github = new GitHub();
  readonly runs: Run[] = [];
  readonly deployments: Deployment[] = [];
  readonly attestations: Attestation[] = [];
  /** The files of the repository's site on Pages. */
  site: ReadonlyMap<string, string> = new Map();
  readonly #concurrency = new Concurrency();
  readonly #waiting: Waiting[] = [];
  readonly #folder: string;
  #watchers: (() => void)[] = [];

  private constructor(repository: BareRepository, settings: Settings, folder: string) {
    this.repository = repository;
    this.settings = settings;
    this.#folder = folder;
    const [owner = "", name = ""] = NAME.split("/");
    Object.assign(this.github.state, { owner, name, private: settings.visibility === "private" });
  }

  /** @param from the folder of a repository whose commit becomes `main` */
  static async create(from: string, settings: Settings): Promise<Forge> {
    return new Forge(await BareRepository.create(from), settings, await temporaryFolder("runner"));
  }

  /** Moves a branch, and tells. @returns the runs that this started */
  async push(branch: string, sha: string, actor = "mona"): Promise<Run[]> {
    const ref = `refs/heads/${branch}`;
    const before = await this.repository
      .git("rev-parse", "--verify", "--quiet", ref)
      .catch(() => "0".repeat(40));
    await this.repository.git("update-ref", ref, sha);
    return this.#happen({ name: "push", branch, payload: { before, after: sha, ref } }, { sha, ref, actor });
  }

  /** Something happened to a pull request. @returns the runs that this started */
  async pull(
    number: number,
    action: "opened" | "synchronize" | "closed",
    { head, from = NAME, by = "mona" }: { head: string; from?: string; by?: string },
  ): Promise<Run[]> {
    const base = await this.repository.git("rev-parse", "refs/heads/main");
    const sha = await this.repository.mergeCommit(number, base, head);
    const payload = {
      action,
      number,
      pull_request: {
        number,
        user: { login: by },
        head: { sha: head, repo: { full_name: from } },
        base: { sha: base, ref: "main" },
      },
    };
    this.#open(number, by);
    const ref = `refs/pull/${number}/merge`;
    return this.#happen(
      { name: "pull_request", action, payload },
      { sha, ref, actor: by, isFork: from !== NAME },
    );
  }

  /** The clock struck. */
  async schedule(): Promise<Run[]> {
    const sha = await this.repository.git("rev-parse", "refs/heads/main");
    return this.#happen({ name: "schedule", payload: {} }, { sha, ref: "refs/heads/main", actor: "mona" });
  }

  /** `gh workflow run`. @throws for inputs that the workflow does not take */
  async dispatch(file: string, inputs: Record<string, string> = {}, actor = "mona"): Promise<Run> {
    const sha = await this.repository.git("rev-parse", "refs/heads/main");
    const path = `.github/workflows/${file}`;
    const workflow = readWorkflow(path, await this.repository.fileOf(sha, path));
    const on = workflow.on.workflow_dispatch;
    if (on === undefined) throw new Error(`${file} has no workflow_dispatch.`);
    const given = inputsOf(on?.inputs ?? {}, inputs);
    const event: Event = { name: "workflow_dispatch", payload: { inputs: given } };
    return this.#start(workflow, event, { sha, ref: "refs/heads/main", actor, inputs: given });
  }

  /** Waits until jobs of a run wait for an environment's reviewers. @throws when it ends without */
  async waitsFor(run: Run, environment: string): Promise<void> {
    const isSo = () => this.#waiting.some((each) => each.run === run.id && each.environment === environment);
    const ended = run.done.then(() => "ended" as const);
    while (!isSo()) {
      const changed = new Promise<"changed">((resolve) => this.#watchers.push(() => resolve("changed")));
      if ((await Promise.race([changed, ended])) === "ended")
        throw new Error(`${run.workflow.name} ended and never waited for ${environment}: ${describe(run)}`);
    }
  }

  /** A reviewer lets in all jobs of a run that wait for an environment, or turns them away. */
  review(run: Run, environment: string, user: string, state: "approved" | "rejected", comment = ""): void {
    if (!this.settings.environments[environment]?.reviewers.includes(user)) {
      throw new Error(`${user} is no reviewer of ${environment}.`);
    }
    approve(this.github.state, String(run.id), { state, comment, environments: [environment], login: user });
    for (const waiting of this.#waiting.filter(
      (each) => each.run === run.id && each.environment === environment,
    )) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.decide(state === "approved");
    }
  }

  async close(): Promise<void> {
    await this.github.stop();
    await this.repository.remove();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #happen(
    event: Event,
    how: { sha: string; ref: string; actor: string; isFork?: boolean },
  ): Promise<Run[]> {
    const paths = await this.repository.list(how.sha, ".github/workflows");
    const workflows = await Promise.all(
      paths.map(async (path) => readWorkflow(path, await this.repository.fileOf(how.sha, path))),
    );
    return workflows
      .filter(({ on }) => starts(on, event))
      .map((workflow) => this.#start(workflow, event, how));
  }

  #start(
    workflow: WorkflowModel,
    { name, payload }: Event,
    {
      sha,
      ref,
      actor,
      inputs = {},
      isFork = false,
    }: { sha: string; ref: string; actor: string; inputs?: Record<string, string>; isFork?: boolean },
  ): Run {
    const id = this.runs.length + 1;
    const event = { ...payload, repository: { full_name: NAME, visibility: this.settings.visibility } };
    const github = {
      event,
      event_name: name,
      sha,
      ref,
      actor,
      run_id: String(id),
      repository: NAME,
      workflow: workflow.name,
    };
    const contexts = { github, inputs, vars: this.settings.variables };
    if (workflow["run-name"] !== undefined) evaluateText(workflow["run-name"], contexts);
    const run = new Run(id, workflow, sha, {
      repository: this.repository,
      concurrency: this.#concurrency,
      folder: this.#folder,
      contexts,
      event,
      machine: {
        ...this.settings.machine,
        CI: "true",
        GITHUB_ACTIONS: "true",
        GITHUB_ACTOR: actor,
        GITHUB_API_URL: this.github.url,
        GITHUB_EVENT_NAME: name,
        GITHUB_REF: ref,
        GITHUB_REPOSITORY: NAME,
        GITHUB_RUN_ID: String(id),
        GITHUB_SERVER_URL: "https://github.com",
        GITHUB_SHA: sha,
        GITHUB_WORKFLOW: workflow.name,
      },
      variables: this.settings.variables,
      // A pull request from a fork gets none.
      secretsOf: (environment) =>
        environment === undefined || isFork ? {} : (this.settings.environments[environment]?.secrets ?? {}),
      tokenFor: (permissions) => this.#tokenFor(isFork ? readOnly(permissions) : permissions),
      admit: (environment) => this.#admit(id, environment),
      deployed: (deployment) => this.deployments.push({ run: id, ...deployment }),
      attest: (attestation) => this.attestations.push(attestation),
      publish: (files) => {
        this.site = files;
        return "https://acme.github.io/apps/";
      },
      ask: (token, method, path, body) => this.#ask(token, method, path, body),
    });
    this.runs.push(run);
    return run;
  }

  /** A pull request is an issue, too, of the same number. */
  #open(number: number, by: string): void {
    const { issues } = this.github.state;
    if (issues.some((issue) => issue.number === number)) return;
    issues.push({
      number,
      title: `Pull request ${number}`,
      body: "",
      state: "open",
      labels: [],
      by,
      comments: [],
    });
  }

  /** A job's own token: it may what the job was granted, and no more. */
  #tokenFor(permissions: Permissions): string {
    const token = `ghs_${crypto.randomUUID().replaceAll("-", "")}`;
    const may = Object.entries(permissions).map(([scope, level]) => `${scope.replaceAll("-", "_")}=${level}`);
    this.github.state.tokens.set(token, { login: "github-actions[bot]", kind: "workflow", may });
    return token;
  }

  async #ask(token: string, method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.github.url}/repos/${NAME}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Source: https://docs.github.com/en/actions/reference/deployments-and-environments#required-reviewers */
  #admit(run: number, environment: string): Promise<boolean> {
    const { reviewers = [] } = this.settings.environments[environment] ?? {};
    if (reviewers.length === 0) return Promise.resolve(true);
    return new Promise((decide) => {
      this.#waiting.push({ run, environment, decide });
      for (const watcher of this.#watchers.splice(0)) watcher();
    });
  }
}

/** Every job and step of a run with what came of it, for whoever wonders why. */
export function describe(run: Run): string {
  const legs = run.legs.map(({ name, conclusion, steps }) => {
    const told = steps.map((step) => `    ${step.conclusion.padEnd(8)} ${step.name}\n${step.log}`);
    return [`  ${conclusion.padEnd(8)} ${name}`, ...told].join("\n");
  });
  return [run.workflow.name, ...legs].join("\n");
}

function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([scope, level]) => [scope, level === "write" ? "read" : level]),
  );
}
