import { writeFile } from "node:fs/promises";
import alchemy, { type Scope, type State } from "alchemy";
import type { Destruction, Remnant } from "../core/destruction.ts";
import type { Api } from "./api.ts";
import { idOf, isLocatable, isThere, locate, physicalName, type Sought } from "./locate.ts";

/** A stage that is to be taken apart. */
export interface Stage {
  api: Api;
  scope: Scope;
  /** What alchemy's state has of it. */
  states: State[];
  /** Resources of the app's other stages, by `identityOf`, and whose each is. */
  elsewhere: ReadonlyMap<string, string>;
  /** Changes an entry of alchemy's state. @param isFinal it is to outlast this process */
  put(state: State, isFinal: boolean): Promise<void>;
  /** Drops an entry of alchemy's state. */
  forget(state: State): Promise<void>;
}

type Fate = { fate: "gone" } | { fate: "left" | "kept"; reason: string };

/** What was there before alchemy was asked to make it is marked by this in the data of its state. */
export const foundMark = "kit:found";

/** By which a resource is recognized in another stage's state; `undefined` where that is not possible. */
export function identityOf(resource: Pick<Sought, "kind" | "output">): string | undefined {
  const id = isLocatable(resource.kind) ? idOf(resource) : null;
  return id === null ? undefined : `${resource.kind} ${id}`;
}

/**
 * Deletes what a stage consists of, the newest first. alchemy itself stops at the first resource that it cannot
 * delete, and ends with exit code 0; here each is deleted whatever becomes of the others, and looked for
 * afterwards. What is still there stays in alchemy's state, so that this can be done again.
 */
export async function takeApart(stage: Stage): Promise<Destruction> {
  const result: Destruction = { left: [], kept: [] };
  for (const state of stage.states.toSorted((one, other) => other.seq - one.seq)) {
    const sought = soughtOf(stage, state);
    const fate = await takeAway(stage, state, sought).catch((error: unknown) => leave(stage, state, error));
    if (fate.fate !== "gone") result[fate.fate].push(remnantOf(sought, fate.reason));
  }
  return result;
}

/** Writes down what came of it, for the process that started this one. */
export async function tellDestruction(
  { KIT_DESTROYED }: NodeJS.ProcessEnv,
  destruction: Destruction,
): Promise<void> {
  if (KIT_DESTROYED) await writeFile(KIT_DESTROYED, JSON.stringify(destruction));
}

async function takeAway(stage: Stage, state: State, sought: Sought): Promise<Fate> {
  const owner = stage.elsewhere.get(identityOf(sought) ?? "");
  if (owner !== undefined) {
    await stage.forget(state);
    return { fate: "kept", reason: `${owner} uses it too` };
  }
  const whole = state.status === "creating" ? await begun(stage, state, sought) : state;
  if (!whole) {
    await stage.forget(state);
    return isFound(state) ? { fate: "kept", reason: "it was there before" } : { fate: "gone" };
  }
  await stage.put(emptied(whole), false);
  await alchemy.destroy({ ...whole.output, Scope: stage.scope }, { quiet: true });
  if (propsOf(state).delete === false) return { fate: "kept", reason: "the program says delete: false" };
  if ((await isThere(stage.api, soughtOf(stage, whole))) !== true) return { fate: "gone" };
  return leave(stage, whole, new Error("Cloudflare said that it was deleted, and it is still there"));
}

/** What was begun, with all that deleting it needs; `undefined` where it is not there, or not the stage's. */
async function begun({ api }: Stage, state: State, sought: Sought): Promise<State | undefined> {
  if (isFound(state)) return undefined;
  if (!isLocatable(state.kind)) return Object.keys(propsOf(state)).length > 0 ? state : undefined;
  const found = await locate(api, sought);
  return found && { ...state, output: { ...state.output, ...found } };
}

/** A bucket must be empty before it goes; one that was not made for this stage is not emptied. */
function emptied(state: State): State {
  const props = propsOf(state);
  if (state.kind !== "cloudflare::R2Bucket" || isFound(state) || props.adopt === true) return state;
  return { ...state, props: { ...props, empty: true } };
}

async function leave(stage: Stage, state: State, error: unknown): Promise<Fate> {
  await stage.put(state, true);
  return { fate: "left", reason: inOneLine(error) };
}

function soughtOf({ scope }: Stage, { kind, id, props, output }: State): Sought {
  return { kind, props, output, defaultName: scope.createPhysicalName(id) };
}

function remnantOf(sought: Sought, reason: string): Remnant {
  return { kind: sought.kind, name: physicalName(sought), id: idOf(sought), reason };
}

function propsOf({ props }: State): Record<string, unknown> {
  return { ...props };
}

function isFound({ data }: State): boolean {
  return data[foundMark] === true;
}

function inOneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return Bun.stripANSI(text)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 300);
}
