import { z } from "zod";
import { strictObject } from "../names/strict-object.ts";
import { defineGateKind } from "./kind.ts";

/** Passes when the command, run in the app's folder, exits 0. Not evaluated by this version of the kit. */
export const test = defineGateKind({
  type: "test",
  schema: strictObject({
    type: z.literal("test"),
    command: z.string().trim().min(1, { error: "is empty" }),
  }),
  placement: "anywhere",
  needs: [],
  describe: ({ command }) => `test ${command}`,
});
