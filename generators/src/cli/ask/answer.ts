import type { CANCEL_SYMBOL } from "@clack/core";
import { isCancel } from "@clack/prompts";
import { CommandError } from "../../shared/command-error.ts";

/** What the user did at a question: answered it, or went back to the one before. */
export type Answer<T> = { kind: "given"; value: T } | { kind: "back" };

let lastKey: string | undefined;

/** clack does not say by which key a prompt was left: Esc goes back here, Ctrl-C leaves. */
export function listenToKeys(input: NodeJS.ReadStream): () => void {
  const listen = (_character: string | undefined, key: { name?: string } | undefined) => {
    lastKey = key?.name;
  };
  input.on("keypress", listen);
  return () => input.off("keypress", listen);
}

/** What a prompt of clack came to. @throws CommandError when it was left by Ctrl-C */
export async function answerOf<T>(prompt: Promise<T | typeof CANCEL_SYMBOL | undefined>): Promise<Answer<T>> {
  const value = await prompt;
  if (value !== undefined && !isCancel(value)) return { kind: "given", value };
  if (lastKey === "escape") return { kind: "back" };
  throw new CommandError("interrupted", "Nothing was made.");
}
