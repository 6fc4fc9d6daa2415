import type { Faults } from "./faults.ts";
import { OWN_FAULTS } from "./own-faults.ts";
import { PAGE_FAULTS } from "./page-faults.ts";

/**
 * A fault in an app that has every feature: in `file`, `before` becomes `after`, and `test` is to fail: one of
 * the app's own or, for its page, one of the kit's that opens a browser.
 */
export type Mutant = { by: "app" | "kit"; test: string; file: string; before: string; after: string };

export const MUTANTS: readonly Mutant[] = [...mutantsOf("app", OWN_FAULTS), ...mutantsOf("kit", PAGE_FAULTS)];

function mutantsOf(by: Mutant["by"], faults: Faults): Mutant[] {
  return Object.entries(faults).flatMap(([test, of]) =>
    of.map(([file, before, after]) => ({ by, test, file, before, after })),
  );
}
