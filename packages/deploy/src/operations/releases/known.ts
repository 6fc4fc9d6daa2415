import { messageOf } from "../../names/user-error.ts";

/** Something that could be found out, or why not. */
export type Known<T> = { known: true; value: T } | { known: false; reason: string };

export function unknown(reason: string): { known: false; reason: string } {
  return { known: false, reason };
}

/** What looking came to: one part that cannot be found out is no reason to keep the others back. */
export async function finding<T>(look: () => Promise<T>): Promise<Known<T>> {
  try {
    return { known: true, value: await look() };
  } catch (error) {
    return unknown(messageOf(error));
  }
}

export function mapKnown<T, U>(known: Known<T>, map: (value: T) => U): Known<U> {
  return known.known ? { known: true, value: map(known.value) } : known;
}
