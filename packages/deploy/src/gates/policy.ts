import { z } from "zod";
import { strictObject } from "../names/strict-object.ts";
import { defineGateKind } from "./kind.ts";

/** Passes when the policy, a file relative to the app's folder, denies nothing. Not evaluated by this version of the kit. */
export const policy = defineGateKind({
  type: "policy",
  schema: strictObject({
    type: z.literal("policy"),
    engine: z.literal("opa"),
    policy: z.string().endsWith(".rego", { error: "must be a .rego file" }),
  }),
  placement: "anywhere",
  needs: [],
  describe: ({ policy }) => `policy ${policy}`,
});
