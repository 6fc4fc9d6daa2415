import { z } from "zod";

const entrySchema = z.discriminatedUnion("kind", [
  /** A file the plan writes: to be taken away if it is still what was written. */
  z.object({ kind: z.literal("new"), path: z.string(), digest: z.string() }),
  /** A file the plan edits or removes, or that the last step may change: kept aside, to be put back. */
  z.object({
    kind: z.literal("kept"),
    path: z.string(),
    slot: z.number(),
    how: z.enum(["link", "move", "copy"]),
  }),
  /** Something the last step may make: to be taken away. */
  z.object({ kind: z.literal("made"), path: z.string() }),
]);

export const journalSchema = z.object({
  id: z.string(),
  pid: z.number(),
  startedAt: z.iso.datetime(),
  /** The topmost folders that the plan makes: each is built beside its place, then renamed into it. */
  folders: z.array(z.string()),
  entries: z.array(entrySchema),
});

export type Entry = z.infer<typeof entrySchema>;
export type Journal = z.infer<typeof journalSchema>;
