import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Concurrency } from "./concurrency.ts";
import { type Contexts, evaluate, evaluateText, evaluateTexts, isMet, type Standing } from "./expression.ts";
import { type Attestation, type JobSite, type StepResult, StepRunner } from "./job.ts";
import type { ConcurrencyModel, JobModel, WorkflowModel } from "./model.ts";
import { type BareRepository, git } from "./repository.ts";
import { runScript } from "./shell.ts";

export type Conclusion = "success" | "failure" | "cancelled" | "skipped";

/** A job of a run, or one of those that its matrix made. */
export interface Leg {
  job: string;
  name: string;
  environment: string | undefined;
  conclusion: Conclusion;
  steps: readonly StepResult[];
  summary: string;
}

/** What a run needs of the forge around it. */
export interface Surroundings {
  repository: BareRepository;
  concurrency: Concurrency;
  folder: string;
  /** The contexts that all jobs of the run have. */
  contexts: Contexts;
  /** The payload, that each job finds in a file. */
  event: object;
  /** What every process on a runner has in its environment. */
  machine: Record<string, string>;
  variables: Record<string, string>;
  secretsOf(environment: string | undefined): Record<string, string>;
  tokenFor(permissions: JobModel["permissions"]): string;
  /** Waits until the environment's rules let the job in. @returns whether they did */
  admit(environment: string): Promise<boolean>;
  deployed(deployment: { environment: string; url: string; conclusion: Conclusion }): void;
  attest(attestation: Attestation): void;
  publish(files: ReadonlyMap<string, string>): string;
  ask(token: string, method: string, path: string, body?: object): Promise<unknown>;
}

interface Ended {
  result: Conclusion;
  outputs: Record<string, string>;
}

/** One run of a workflow. */
export class Run {
  readonly id: number;
  readonly workflow: WorkflowModel;
  readonly sha: string;
  readonly legs: Leg[] = [];
  readonly #world: Surroundings;
  readonly #abort = new AbortController();
  readonly #jobs = new Map<string, Promise<Ended>>();
  readonly done: Promise<Conclusion>;

  constructor(id: number, workflow: WorkflowModel, sha: string, world: Surroundings) {
    this.id = id;
    this.workflow = workflow;
    this.sha = sha;
    this.#world = world;
    this.done = this.#run();
  }

  /** As somebody does by a click. */
  cancel(): void {
    this.#abort.abort();
  }

  async #run(): Promise<Conclusion> {
    const { contexts } = this.#world;
    const leave = await this.#enter(this.workflow.concurrency, contexts, this.#abort);
    if (!leave) return "cancelled";
    const ended = await Promise.all(Object.keys(this.workflow.jobs).map((id) => this.#job(id)));
    leave();
    const results = ended.map(({ result }) => result);
    if (results.includes("failure")) return "failure";
    return this.#abort.signal.aborted || results.includes("cancelled") ? "cancelled" : "success";
  }

  /** @returns what leaves the group again; undefined where it was cancelled before it began */
  async #enter(model: ConcurrencyModel | undefined, contexts: Contexts, abort: AbortController) {
    if (!model) return () => {};
    const { "cancel-in-progress": cancelInProgress, queue } = model;
    const place = { group: evaluateText(model.group, contexts), cancelInProgress, queue };
    return this.#world.concurrency.enter(place, () => abort.abort());
  }

  #job(id: string): Promise<Ended> {
    const known = this.#jobs.get(id);
    if (known) return known;
    const model = this.workflow.jobs[id];
    if (!model) throw new Error(`There is no job ${id} to need.`);
    const started = this.#start(id, model);
    this.#jobs.set(id, started);
    return started;
  }

  /**
   * Source: https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/use-jobs#defining-prerequisite-jobs
   */
  async #start(id: string, model: JobModel): Promise<Ended> {
    const needed = await Promise.all(model.needs.map(async (need) => [need, await this.#job(need)] as const));
    const needs = Object.fromEntries(needed);
    const contexts = { ...this.#world.contexts, needs };
    if (!isMet(model.if ?? null, { ...contexts, vars: this.#world.variables }, this.#standing(needs))) {
      this.legs.push({
        job: id,
        name: id,
        environment: undefined,
        conclusion: "skipped",
        steps: [],
        summary: "",
      });
      return { result: "skipped", outputs: {} };
    }
    const legs = await Promise.all(
      this.#matrix(model, contexts).map((matrix) => this.#leg(id, model, { ...contexts, matrix })),
    );
    const results = legs.map(({ result }) => result);
    const result = results.includes("failure")
      ? "failure"
      : results.includes("cancelled")
        ? "cancelled"
        : "success";
    return { result, outputs: Object.assign({}, ...legs.map(({ outputs }) => outputs)) };
  }

  #standing(needs: Record<string, Ended>): Standing {
    const results = Object.values(needs).map(({ result }) => result);
    return {
      success: results.every((result) => result === "success") && !this.#abort.signal.aborted,
      failure: results.includes("failure"),
      cancelled: this.#abort.signal.aborted,
    };
  }

  /** Source: https://docs.github.com/en/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstrategymatrixinclude */
  #matrix({ strategy }: JobModel, contexts: Contexts): object[] {
    if (!strategy) return [{}];
    const include = evaluate(strategy.matrix.include, contexts);
    if (!Array.isArray(include) || include.length === 0) {
      throw new Error("Matrix vector 'include' does not contain any values");
    }
    if (include.length > 256) throw new Error("The matrix would make more than 256 jobs.");
    return include;
  }

  async #leg(id: string, model: JobModel, given: Contexts): Promise<Ended> {
    const abort = new AbortController();
    this.#abort.signal.addEventListener("abort", () => abort.abort(), { once: true });
    const environment = model.environment && evaluateText(model.environment.name, given);
    const name =
      model.name === undefined ? id : evaluateText(model.name, { ...given, vars: this.#world.variables });
    const end = (conclusion: Conclusion, steps: readonly StepResult[] = [], summary = ""): Conclusion => {
      this.legs.push({ job: id, name, environment, conclusion, steps, summary });
      return conclusion;
    };
    // A job that waits for its reviewers is in its group already, and so keeps all others of it waiting.
    const leave = await this.#enter(model.concurrency, given, abort);
    if (!leave) return { result: end("cancelled"), outputs: {} };
    try {
      if (environment !== undefined && !(await this.#world.admit(environment))) {
        return { result: end("failure"), outputs: {} };
      }
      if (abort.signal.aborted) return { result: end("cancelled"), outputs: {} };
      const { runner, contexts, left } = await this.#work(id, model, given, environment, abort.signal);
      const conclusion = abort.signal.aborted ? "cancelled" : runner.standing.failure ? "failure" : "success";
      if (environment !== undefined && model.environment?.deployment) {
        const url = evaluateText(model.environment.url ?? null, contexts);
        this.#world.deployed({ environment, url, conclusion });
      }
      return {
        result: end(conclusion, runner.results, left.summary),
        outputs: evaluateTexts(model.outputs, contexts),
      };
    } finally {
      leave();
    }
  }

  async #work(
    id: string,
    model: JobModel,
    given: Contexts,
    environment: string | undefined,
    signal: AbortSignal,
  ) {
    const { repository, machine, contexts: base } = this.#world;
    const folder = join(this.#world.folder, `${this.id}-${id}-${crypto.randomUUID().slice(0, 8)}`);
    const [workspace, temp, home] = ["work", "temp", "home"].map((each) => join(folder, each));
    if (!workspace || !temp || !home) throw new Error("A job needs its folders.");
    for (const each of [workspace, temp, home]) await mkdir(each, { recursive: true });
    const event = join(folder, "event.json");
    await writeFile(event, JSON.stringify(this.#world.event));
    const process = {
      ...machine,
      HOME: home,
      GITHUB_EVENT_PATH: event,
      RUNNER_TEMP: temp,
      GITHUB_WORKSPACE: workspace,
      GITHUB_JOB: id,
    };
    const token = this.#world.tokenFor(model.permissions);
    const site: JobSite = {
      origin: repository.path,
      sha: this.sha,
      workspace,
      temp,
      permissions: model.permissions,
      left: { env: {}, path: [], summary: "" },
      git: (...args) => git(workspace, ...args),
      need: (scope, level) => assertGranted(model.permissions, scope, level),
      attest: (attestation) => this.#world.attest(attestation),
      publish: (files) => this.#world.publish(files),
      packed: new Map(),
      ask: (method, path, body) => this.#world.ask(token, method, path, body),
      shell: (text) => shellIn(site, process, text, signal),
      fileOf: (path) => repository.fileOf(this.sha, path),
    };
    const { github } = base;
    const contexts: Contexts = {
      ...given,
      github: { ...(typeof github === "object" ? github : {}), token, workspace },
      runner: { temp, os: "Linux" },
      job: { status: "success" },
      secrets: { ...this.#world.secretsOf(environment), GITHUB_TOKEN: token },
      vars: this.#world.variables,
    };
    const limit = AbortSignal.timeout(model["timeout-minutes"] * 60_000);
    const runner = new StepRunner(site, process, AbortSignal.any([signal, limit]));
    const env = evaluateTexts({ ...this.workflow.env, ...model.env }, contexts);
    await runner.run(model.steps, contexts, env);
    await rm(folder, { recursive: true, force: true });
    return { runner, contexts: { ...contexts, steps: runner.steps }, left: site.left };
  }
}

/** @throws when a job was not granted what it would do */
export function assertGranted(
  permissions: JobModel["permissions"],
  scope: string,
  level: "read" | "write",
): void {
  const granted = permissions[scope] ?? "none";
  if (granted === "write" || granted === level) return;
  throw new Error(`The job has ${scope}: ${granted}, and needs ${level}.`);
}

async function shellIn(
  { workspace, temp, left }: JobSite,
  env: Record<string, string>,
  text: string,
  signal: AbortSignal,
): Promise<string> {
  const path = [...left.path, env.PATH].join(":");
  const script = { text, isExplicitBash: true, cwd: workspace, temp, signal };
  const { code, log } = await runScript({ ...script, env: { ...env, ...left.env, PATH: path } });
  if (code !== 0) throw new Error(log);
  return log;
}
