import { z } from "zod";
import { closest } from "./closest.ts";

/** An object of exactly these fields. Each other field is refused by name, with the field that was likely meant. */
export function strictObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => notKnown("field", key, known)).join("\n")
        : undefined,
  });
}

/** A value told apart by its field `type`, `kind` or the like; another than the known ones is refused by name. */
export function variants<
  Discriminator extends string,
  Options extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
>(discriminator: Discriminator, names: readonly string[], options: Options) {
  return z.discriminatedUnion(discriminator, options, {
    error: (issue) => {
      if (issue.code !== "invalid_union") return undefined;
      const { input } = issue;
      const value: unknown =
        typeof input === "object" && input !== null ? Reflect.get(input, discriminator) : undefined;
      return value === undefined
        ? `missing; it is one of ${names.join(", ")}`
        : `${notKnown(discriminator, String(value), names)} (known: ${names.join(", ")})`;
    },
  });
}

/** What to say of a word that is none of the known ones. */
export function notKnown(what: string, word: string, known: readonly string[]): string {
  const meant = closest(word, known);
  return `unknown ${what}${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}
