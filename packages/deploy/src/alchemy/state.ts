import { deserialize, ResourceScope, type Scope, type State, type StateStore, serialize } from "alchemy";
import { createCloudflareApi } from "alchemy/cloudflare";
import { FileSystemStateStore } from "alchemy/state";
import { objection } from "./guard.ts";
import { releaseOf } from "./release.ts";
import { ownerOf } from "./script.ts";
import { StageState } from "./stage-state.ts";
import { StateBucket } from "./state-bucket.ts";

/**
 * Where alchemy keeps its state: in the account that it describes, one R2 object a stage, so that whoever
 * deploys next finds it; on disk for `alchemy dev` alone. For `alchemy(name, { stateStore: kitState })`.
 *
 * Every run of alchemy begins with its state, so this is also where one that must not be is stopped, before
 * it has provisioned anything.
 */
export function kitState(scope: Scope): StateStore {
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
  const { appName: app, stage, phase } = scope;
  const refused = objection({ app, stage, phase, release }, owner);
  if (refused === undefined) return state;
  // Thrown, it would be swallowed: alchemy ends a failed destroy with exit code 0 and no word.
  console.error(refused);
  process.exit(1);
}

class AccountStateStore implements StateStore {
  readonly #scope: Scope;
  /** The scope's path below the app. */
  readonly #path: string;

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
    const entry = (await stateOf(this.#scope)).get(this.#path, key);
    if (entry === undefined) return undefined;
    const state: State = await deserialize(this.#scope, entry);
    return { ...asked(state), output: { ...state.output, [ResourceScope]: this.#scope } };
  }

  async getBatch(keys: string[]): Promise<Record<string, State>> {
    const found = await Promise.all(keys.map(async (key) => ({ key, state: await this.get(key) })));
    return Object.fromEntries(found.flatMap(({ key, state }) => (state === undefined ? [] : [[key, state]])));
  }

  async all(): Promise<Record<string, State>> {
    return this.getBatch(await this.list());
  }

  /**
   * What alchemy has done is written at once. What it is about to do ("creating", "updating") is not: were
   * it to crash then, the state before is what makes the next run do it again.
   */
  async set(key: string, state: State): Promise<void> {
    const entry: unknown = await serialize(this.#scope, state);
    const stage = await stateOf(this.#scope);
    stage.set(this.#path, key, entry);
    if (state.status !== "creating" && state.status !== "updating") await stage.save();
  }

  async delete(key: string): Promise<void> {
    const stage = await stateOf(this.#scope);
    stage.delete(this.#path, key);
    await stage.save();
  }

  async listScopes(): Promise<string[]> {
    return (await stateOf(this.#scope)).children(this.#path);
  }
}

/**
 * Which migrations a database has, it knows best itself: it may have been restored since. alchemy asks it
 * only where the files seem to have changed, so in a release they always do.
 */
function asked(state: State): State {
  if (release === undefined || state.kind !== "cloudflare::D1Database") return state;
  return { ...state, props: { ...state.props, migrationsFiles: [] } };
}
