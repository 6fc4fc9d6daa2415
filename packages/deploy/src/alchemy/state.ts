import { deserialize, ResourceScope, type Scope, type State, type StateStore, serialize } from "alchemy";
import { createCloudflareApi } from "alchemy/cloudflare";
import { FileSystemStateStore } from "alchemy/state";
import { z } from "zod";
import { askBefore, disarm, isSurvey } from "./databases.ts";
import { objection, profileObjection } from "./guard.ts";
import { isLocatable, locate } from "./locate.ts";
import { releaseOf } from "./release.ts";
import { ownerOf } from "./script.ts";
import { StageState } from "./stage-state.ts";
import { StateBucket } from "./state-bucket.ts";
import { foundMark, identityOf, takeApart, tellDestruction } from "./take-apart.ts";

/**
 * Where alchemy keeps its state: in the account that it describes, one R2 object a stage, so that whoever
 * deploys next finds it; on disk for `alchemy dev` alone. For `alchemy(name, { stateStore: kitState })`.
 *
 * Every run of alchemy begins with its state, so this is also where one that must not be is stopped, before
 * it has provisioned anything.
 */
export function kitState(scope: Scope): StateStore {
  const refused = profileObjection(process.argv, process.env, scope.stage);
  if (refused !== undefined) refuse(refused);
  return scope.local ? new FileSystemStateStore(scope) : new AccountStateStore(scope);
}

const release = releaseOf(process.env);

const opened = new Map<string, Promise<StageState>>();

/** The state of the stage that a scope is in: asked for once, however many scopes there are. */
function stateOf(scope: Scope): Promise<StageState> {
  const key = `${scope.appName}/${scope.stage}.json`;
  const state = opened.get(key) ?? open(scope, key);
  opened.set(key, state);
  return state;
}

async function open(scope: Scope, key: string): Promise<StageState> {
  const api = await createCloudflareApi();
  const [owner, state] = await Promise.all([
    ownerOf(api, { name: `${scope.appName}-${scope.stage}`, app: scope.appName }),
    StageState.open(new StateBucket(api), key),
  ]);
  const { appName: app, stage } = scope;
  // alchemy's `state` commands only look, in a phase that could change everything.
  const phase = process.argv.includes("--state-cmd") ? "read" : scope.phase;
  // A Worker that was deleted by hand leaves the rest of the release there.
  const isReleased = state.entries().some((entry) => kindOf(entry) === "kit::Version");
  const refused = objection({ app, stage, phase, release }, owner === "nobody" && isReleased ? "kit" : owner);
  if (refused !== undefined) refuse(refused);
  return state;
}

/** Thrown, it would be swallowed: alchemy ends a failed destroy with exit code 0 and no word. */
function refuse(reason: string): never {
  console.error(reason);
  process.exit(1);
}

const stored = z.looseObject({ kind: z.string(), output: z.unknown() });

function kindOf(entry: unknown): string | undefined {
  return stored.safeParse(entry).data?.kind;
}

/** What the app's other stages have, by `identityOf`, and which stage that is. */
async function otherStages({ appName, stage }: Scope): Promise<Map<string, string>> {
  const bucket = new StateBucket(await createCloudflareApi());
  const found = new Map<string, string>();
  for (const key of await bucket.keys(`${appName}/`)) {
    const [other, isDeeper] = [key.slice(appName.length + 1), key.split("/").length > 2];
    if (isDeeper || other === `${stage}.json`) continue;
    for (const entry of (await StageState.open(bucket, key)).entries()) {
      const resource = stored.safeParse(entry).data;
      const identity = resource && identityOf(resource);
      if (identity !== undefined) found.set(identity, other.replace(/\.json$/, ""));
    }
  }
  return found;
}

class AccountStateStore implements StateStore {
  readonly #scope: Scope;
  /** The scope's path below the app. */
  readonly #path: string;
  /** Resources that this process begins, and of whose props it does not know yet. */
  readonly #fresh = new Set<string>();

  constructor(scope: Scope) {
    this.#scope = scope;
    this.#path = scope.chain.slice(1).join("/");
  }

  async init(): Promise<void> {
    await stateOf(this.#scope);
  }

  /**
   * In a release only what it has itself: alchemy destroys the rest as orphans, while the release before
   * still serves from it, or may be gone back to.
   */
  async list(): Promise<string[]> {
    const keys = (await stateOf(this.#scope)).keys(this.#path);
    if (release === undefined || this.#scope.phase === "destroy") return keys;
    return keys.filter((key) => this.#scope.resources.has(key));
  }

  async count(): Promise<number> {
    return (await this.list()).length;
  }

  async get(key: string): Promise<State | undefined> {
    disarm();
    const entry = (await stateOf(this.#scope)).get(this.#path, key);
    if (entry === undefined) return undefined;
    const state: State = await deserialize(this.#scope, entry);
    return { ...asked(state), output: { ...state.output, [ResourceScope]: this.#scope } };
  }

  async getBatch(keys: string[]): Promise<Record<string, State>> {
    const found = await Promise.all(keys.map(async (key) => ({ key, state: await this.get(key) })));
    return Object.fromEntries(found.flatMap(({ key, state }) => (state === undefined ? [] : [[key, state]])));
  }

  /** alchemy asks for all of a stage when it is to destroy it; what `kit destroy` destroys is then gone already. */
  async all(): Promise<Record<string, State>> {
    const states = await this.getBatch(await this.list());
    const isStage = this.#scope.chain.length === 2;
    if (release === undefined || this.#scope.phase !== "destroy" || !isStage) return states;
    await tellDestruction(process.env, await this.#takeApart(Object.values(states)));
    return {};
  }

  async #takeApart(states: State[]) {
    const scope = this.#scope;
    return takeApart({
      api: await createCloudflareApi(),
      scope,
      states,
      elsewhere: await otherStages(scope),
      put: async (state, isFinal) => {
        const stage = await stateOf(scope);
        stage.set(this.#path, state.id, await serialize(scope, state));
        if (isFinal) await stage.save();
      },
      forget: ({ id }) => this.delete(id),
    });
  }

  /**
   * What alchemy has done is written at once, and what it is about to make: were it to crash then, that would be
   * all that is known of it. What it is about to change is not written: the state before is what makes the next
   * run do it again.
   */
  async set(key: string, state: State): Promise<void> {
    if (release !== undefined && this.#scope.phase === "up") await askBefore(this.#scope, state);
    const stage = await stateOf(this.#scope);
    if (state.status === "creating" && stage.get(this.#path, key) === undefined) this.#fresh.add(key);
    else if (state.status === "creating" && this.#fresh.delete(key)) await this.#markFound(state);
    stage.set(this.#path, key, await serialize(this.#scope, state));
    if (state.status !== "updating" && !this.#fresh.has(key)) await save(stage);
  }

  /** Marks what is there before it is made: it is somebody else's, until alchemy is told to adopt it. */
  async #markFound(state: State): Promise<void> {
    const { kind, id, props, output } = state;
    if (release === undefined || isSurvey || !isLocatable(kind)) return;
    const defaultName = this.#scope.createPhysicalName(id);
    const found = await locate(await createCloudflareApi(), { kind, props, output, defaultName });
    if (found) state.data[foundMark] = true;
  }

  async delete(key: string): Promise<void> {
    const stage = await stateOf(this.#scope);
    stage.delete(this.#path, key);
    await save(stage);
  }

  async listScopes(): Promise<string[]> {
    return (await stateOf(this.#scope)).children(this.#path);
  }
}

async function save(stage: StageState): Promise<void> {
  if (!isSurvey) await stage.save();
}

/**
 * Which migrations a database has, it knows best itself: it may have been restored since. alchemy asks it
 * only where the files seem to have changed, so in a release they always do.
 */
function asked(state: State): State {
  if (release === undefined || state.kind !== "cloudflare::D1Database") return state;
  return { ...state, props: { ...state.props, migrationsFiles: [] } };
}
