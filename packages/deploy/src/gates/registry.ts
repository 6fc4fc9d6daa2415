import { health } from "./health.ts";
import { manual } from "./manual.ts";
import { policy } from "./policy.ts";
import { test } from "./test.ts";

/** Every kind of gate that there is. The schema of a config's gates is made from this list. */
export const gateKinds = [health, manual, test, policy] as const;
