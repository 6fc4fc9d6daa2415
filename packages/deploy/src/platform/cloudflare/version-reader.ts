import { z } from "zod";
import type { Binding, VersionReader } from "../port.ts";
import type { Target } from "../target.ts";
import { asking } from "./answer.ts";
import type { CloudflareClient } from "./client.ts";

/** The SDK's type for this answer leaves the bindings' shape open. Secrets come without their values. */
const version = z.object({
  result: z.object({
    resources: z.object({ bindings: z.array(z.looseObject({ name: z.string(), type: z.string() })) }),
  }),
});

/** Reads versions through Cloudflare's API: `GET …/workers/scripts/{script}/versions/{version}`. */
export function versionReader(client: CloudflareClient, { accountId }: Target): VersionReader {
  return {
    async bindings(worker, id): Promise<Binding[]> {
      const path = `/accounts/${accountId}/workers/scripts/${worker}/versions/${id}`;
      const answer = await asking(`read version ${id} of ${worker}`, () => client.get(path));
      return version
        .parse(answer)
        .result.resources.bindings.map(({ name, type, ...settings }) => ({ name, type, settings }));
    },
  };
}
