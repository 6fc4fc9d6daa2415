import type { State, Token } from "./state.ts";

/** A request that is as GitHub describes it, from somebody who may make it. */
export interface Asked {
  state: State;
  /** What its path names. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Checked against the description, but unknown to TypeScript. */
  body: unknown;
  by: Token;
}

/**
 * An answer. What it leaves out is as in the description's example: `one` thing, several (`many`), or several
 * in a `page` that has their number and their name.
 */
export type Answer =
  | { kind: "one"; status: number; body: object }
  | { kind: "many"; items: readonly object[] }
  | { kind: "page"; name: string; items: readonly object[] }
  | { kind: "nothing"; status: number }
  | { kind: "refused"; status: number; message: string };

export interface Route {
  /** The permission of a fine-grained token that it needs: `environments=write`. */
  needs: string;
  answer(asked: Asked): Answer;
}

/** Routes by their operation: `GET /repos/{owner}/{repo}`. */
export type Routes = Readonly<Record<string, Route>>;

export const one = (body: object, status = 200): Answer => ({ kind: "one", status, body });
export const many = (items: Iterable<object>): Answer => ({ kind: "many", items: [...items] });
export const page = (name: string, items: Iterable<object>): Answer => ({
  kind: "page",
  name,
  items: [...items],
});
export const nothing = (status = 204): Answer => ({ kind: "nothing", status });
export const refused = (status: number, message: string): Answer => ({ kind: "refused", status, message });
export const notFound = (): Answer => refused(404, "Not Found");
