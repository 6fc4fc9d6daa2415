import { z } from "zod";
import type { Workspace } from "./workspace.ts";

const release = z.object({
  release: z.string(),
  digest: z.string(),
  size: z.number().int().positive(),
  at: z.iso.datetime(),
  by: z.string(),
  commit: z.string().nullable(),
  dirty: z.boolean(),
  artifact: z.enum(["kept", "going", "gone"]),
  verdicts: z.array(z.looseObject({ verdict: z.string(), profile: z.string().nullable() })),
  live: z.array(z.object({ profile: z.string(), percentage: z.number() })),
});

/** What `kit release list <app> --json` prints: the whole of its contract. */
const list = z.strictObject({ app: z.string(), releases: z.array(release.strict()) });

/** An app's releases, newest first. */
export async function releasesOf(workspace: Workspace, app: string): Promise<z.infer<typeof release>[]> {
  return list.parse((await workspace.kit("release", "list", app, "--json")).json()).releases;
}
