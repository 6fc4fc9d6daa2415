import type { Binding } from "../../product.ts";
import type { Version } from "../store/versions.ts";

/** A version as the Versions API shows it. */
export function versionView(version: Version) {
  const { upload } = version;
  return {
    id: version.id,
    number: version.number,
    metadata: {
      created_on: version.createdOn,
      modified_on: version.createdOn,
      source: upload.source,
      author_id: "",
      author_email: "you@localhost",
      hasPreview: true,
      has_preview: true,
    },
    annotations: { "workers/triggered_by": "upload", ...upload.annotations },
    resources: {
      bindings: bindingsView(upload.bindings),
      script: { etag: etag(version), handlers: ["fetch"], last_deployed_from: upload.source },
      script_runtime: {
        compatibility_date: upload.compatibilityDate,
        compatibility_flags: upload.compatibilityFlags,
        usage_model: "standard",
        limits: {},
        ...(upload.migrationTag !== undefined && { migration_tag: upload.migrationTag }),
      },
    },
    startup_time_ms: 1,
  };
}

/** Bindings as they were put, but for the values of secrets. */
export function bindingsView(bindings: readonly Binding[]): unknown[] {
  return bindings.map((binding) => {
    if (binding.type !== "secret_text") return binding;
    const { text: _, ...rest } = binding;
    return rest;
  });
}

/** A name for a version's code, as on Cloudflare; with its bindings hashed in, it would let secrets be guessed. */
export function etag({ upload }: Version): string {
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(upload.modules)).digest("hex");
}
