import { z } from "zod";
import { Jurisdiction } from "../products/r2/store/buckets.ts";

const named = { name: z.string().min(1) };

/** What a version can be bound to here, in Cloudflare's words. Loose, for settings give back what was put. */
export const Binding = z.discriminatedUnion("type", [
  z.looseObject({ ...named, type: z.literal("plain_text"), text: z.string() }),
  z.looseObject({ ...named, type: z.literal("secret_text"), text: z.string() }),
  z.looseObject({ ...named, type: z.literal("json"), json: z.unknown() }),
  z.looseObject({ ...named, type: z.literal("kv_namespace"), namespace_id: z.string() }),
  z.looseObject({ ...named, type: z.literal("d1"), id: z.string() }),
  z.looseObject({ ...named, type: z.literal("hyperdrive"), id: z.string() }),
  z.looseObject({
    ...named,
    type: z.literal("r2_bucket"),
    bucket_name: z.string(),
    jurisdiction: Jurisdiction.nullish(),
  }),
  z.looseObject({ ...named, type: z.literal("assets") }),
  z.looseObject({ ...named, type: z.literal("version_metadata") }),
  z.looseObject({
    ...named,
    type: z.literal("service"),
    service: z.string(),
    entrypoint: z.string().optional(),
    props: z.record(z.string(), z.unknown()).optional(),
  }),
  z.looseObject({
    ...named,
    type: z.literal("queue"),
    queue_name: z.string(),
    /** In seconds. */
    delivery_delay: z.number().nullish(),
  }),
  z.looseObject({ ...named, type: z.literal("workflow"), workflow_name: z.string() }),
  z.looseObject({
    ...named,
    type: z.literal("durable_object_namespace"),
    class_name: z.string(),
    /** The Worker that has the class, where it is another. */
    script_name: z.string().nullish(),
    namespace_id: z.string(),
  }),
]);
export type Binding = z.infer<typeof Binding>;
