import { type Contexts, evaluateText, evaluateTexts, isMet, type Standing } from "./expression.ts";
import { actionOf } from "./marketplace.ts";
import type { Permissions, Step } from "./model.ts";
import { readAction } from "./model.ts";
import { runScript } from "./shell.ts";

export interface Attestation {
  digest: string;
  name: string;
}

/** The machine that a job runs on, and what it may do there. */
export interface JobSite {
  /** The bare repository. */
  origin: string;
  sha: string;
  workspace: string;
  temp: string;
  permissions: Permissions;
  git(...args: string[]): Promise<string>;
  /** What the job's own token gets from GitHub, below the repository. @throws for any answer but a good one */
  ask(method: string, path: string, body?: object): Promise<unknown>;
  /** Runs a command as a script of the job's would be. @returns what it says @throws when it fails */
  shell(command: string): Promise<string>;
  /** @throws when the job was not granted that */
  need(scope: string, level: "read" | "write"): void;
  /** What steps leave to those after them. */
  left: { env: Record<string, string>; path: string[]; summary: string };
  attest(attestation: Attestation): void;
  /** Makes these files the repository's site on Pages. @returns its address */
  publish(files: ReadonlyMap<string, string>): string;
  /** What steps of the job have packed for Pages. */
  packed: Map<string, string>;
  /** A file of the commit that runs. */
  fileOf(path: string): Promise<string>;
}

export interface StepResult {
  name: string;
  conclusion: "success" | "failure" | "skipped";
  log: string;
  /** The names and values that it had in its environment, of its own. */
  env: Record<string, string>;
}

type StepContext = Record<string, { outputs: Record<string, string>; outcome: string; conclusion: string }>;

/** Runs the steps of a job, one after the other, on its site. */
export class StepRunner {
  readonly #site: JobSite;
  readonly #base: Record<string, string>;
  readonly #signal: AbortSignal;
  readonly results: StepResult[] = [];
  readonly steps: StepContext = {};

  /** @param base the environment that every process of the job has */
  constructor(site: JobSite, base: Record<string, string>, signal: AbortSignal) {
    this.#site = site;
    this.#base = base;
    this.#signal = signal;
  }

  get standing(): Standing {
    const failed = this.results.some(({ conclusion }) => conclusion === "failure");
    const cancelled = this.#signal.aborted;
    return { success: !failed && !cancelled, failure: failed, cancelled };
  }

  /** @param env of the workflow and the job */
  async run(steps: readonly Step[], contexts: Contexts, env: Record<string, string>, isComposite = false) {
    for (const [at, step] of steps.entries()) {
      const known = { ...contexts, steps: this.steps, env: { ...env, ...this.#site.left.env } };
      const name = step.name === undefined ? `step ${at + 1}` : evaluateText(step.name, known);
      if (!isMet(step.if ?? null, known, this.standing)) {
        this.#remember(step.id, "skipped", {});
        this.results.push({ name, conclusion: "skipped", log: "", env: {} });
        continue;
      }
      const own = evaluateTexts(step.env, known);
      const { conclusion, log, outputs } = await this.#try(
        step,
        known,
        { ...env, ...this.#site.left.env, ...own },
        isComposite,
      );
      this.#remember(step.id, conclusion, outputs);
      this.results.push({ name, conclusion, log, env: own });
    }
  }

  async #try(step: Step, contexts: Contexts, env: Record<string, string>, isComposite: boolean) {
    try {
      if (!("uses" in step)) return await this.#script(step, contexts, env, isComposite);
      if (step.uses.startsWith("$/")) return await this.#composite(step.uses.slice(2), contexts, env);
      const outputs = await actionOf(step.uses)(evaluateTexts(step.with, contexts), this.#site);
      return { conclusion: "success" as const, log: "", outputs };
    } catch (error) {
      return { conclusion: "failure" as const, log: String(error), outputs: {} };
    }
  }

  async #script(
    step: Extract<Step, { run: unknown }>,
    contexts: Contexts,
    env: Record<string, string>,
    isComposite: boolean,
  ) {
    if (isComposite && !step.shell) throw new Error("A composite action's run needs a shell.");
    const { left } = this.#site;
    const folder = step["working-directory"];
    const ran = await runScript({
      text: evaluateText(step.run, contexts),
      isExplicitBash: step.shell === "bash",
      cwd:
        folder === undefined
          ? this.#site.workspace
          : `${this.#site.workspace}/${evaluateText(folder, contexts)}`,
      env: { ...this.#base, ...env, PATH: [...left.path, this.#base.PATH].join(":") },
      temp: this.#site.temp,
      signal: this.#signal,
    });
    Object.assign(left.env, ran.env);
    left.path.unshift(...ran.path.toReversed());
    left.summary += ran.summary;
    return {
      conclusion: ran.code === 0 ? ("success" as const) : ("failure" as const),
      log: ran.log,
      outputs: ran.outputs,
    };
  }

  /** Its steps are steps of the job, but for their names. */
  async #composite(path: string, contexts: Contexts, env: Record<string, string>) {
    const action = readAction(path, await this.#site.fileOf(`${path}/action.yml`));
    const inner = new StepRunner(this.#site, this.#base, this.#signal);
    await inner.run(action.runs.steps, contexts, env, true);
    const log = inner.results.map((step) => `${step.name}: ${step.conclusion}\n${step.log}`).join("\n");
    return {
      conclusion: inner.standing.failure ? ("failure" as const) : ("success" as const),
      log,
      outputs: {},
    };
  }

  #remember(
    id: string | undefined,
    conclusion: StepResult["conclusion"],
    outputs: Record<string, string>,
  ): void {
    if (id) this.steps[id] = { outputs, outcome: conclusion, conclusion };
  }
}
