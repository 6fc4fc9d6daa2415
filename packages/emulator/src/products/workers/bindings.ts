import { z } from "zod";
import { ApiError } from "../../api/envelope.ts";
import { peerService } from "../../runtime/sidecar.ts";
import { defineBinding } from "../define-binding.ts";
import { Binding, type BindingKind, type Platform } from "../product.ts";
import { runnable } from "./serving/runnable.ts";
import { servingVersion } from "./serving/serving-version.ts";
import { Scripts } from "./store/scripts.ts";

const Text = Binding.extend({ text: z.string() });

const plainText = defineBinding("plain_text", {
  schema: Text,
  bind: ({ name, text }) => ({ binding: { name, text } }),
});

const secretText = defineBinding("secret_text", {
  schema: Text,
  bind: ({ name, text }) => ({ binding: { name, text } }),
});

const json = defineBinding("json", {
  schema: Binding.extend({ json: z.unknown() }),
  bind: ({ name, json: value }) => ({ binding: { name, json: JSON.stringify(value) } }),
});

const versionMetadata = defineBinding("version_metadata", {
  schema: Binding,
  bind: ({ name }, { version: { id, tag, createdOn } }) => ({
    binding: { name, json: JSON.stringify({ id, tag, timestamp: createdOn }) },
  }),
});

const service = defineBinding("service", {
  schema: Binding.extend({
    service: z.string(),
    entrypoint: z.string().optional(),
    props: z.record(z.string(), z.unknown()).optional(),
  }),
  check: ({ name, service: target }, { store, script }) => {
    if (target === script || store.of(Scripts).get(target)) return;
    throw new ApiError(
      400,
      10143,
      `Could not resolve service binding '${name}'. Target script '${target}' not found. ` +
        "Please verify the target script and try again.",
    );
  },
  bind: ({ name, service: target, entrypoint, props }, { platform }) => {
    const address = workerAddress(platform, target);
    return { binding: { name, service: peerService({ service: target, entrypoint, props, address }) } };
  },
});

/** Where a Worker answers calls to its entrypoints: the version that serves at the time. */
function workerAddress(platform: Platform, script: string): string {
  return platform.broker.address(`The Worker ${script}`, async () => {
    const version = servingVersion(platform.store, script);
    if (!version) throw new Error("it has nothing deployed");
    return platform.fleet.reach(runnable(platform, version));
  });
}

/** Texts, secrets and other Workers. */
export const workerBindings: readonly BindingKind[] = [plainText, secretText, json, versionMetadata, service];
