import Handlebars from "handlebars";

/** Fills values into a text, and what other texts make of them into its places. */
export type Fill = Handlebars.TemplateDelegate<object>;

/** A value that is not there is an error; what is stamped is no HTML. */
export const OPTIONS = { strict: true, noEscape: true } as const;

/**
 * Makes a function of a text of a template. The published package has another in the place of this one, which
 * knows the kit's own texts already: see its build.
 */
export function compile(text: string): Fill {
  return Handlebars.compile(text, OPTIONS);
}
