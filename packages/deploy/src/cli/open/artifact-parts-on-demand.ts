import type { ArtifactParts, ArtifactWorld } from "./artifact-parts.ts";

/** The same parts, whose code is loaded when one of them is first asked for something: most commands ask for nothing. */
export function artifactPartsOnDemand(world: ArtifactWorld): ArtifactParts {
  let loading: Promise<ArtifactParts> | undefined;
  const load = async () => (await import("./artifact-parts.ts")).artifactParts(world);
  const parts = () => {
    loading ??= load();
    return loading;
  };
  return {
    provisioner: {
      provision: async (...asked) => (await parts()).provisioner.provision(...asked),
      destroy: async (...asked) => (await parts()).provisioner.destroy(...asked),
    },
    migrations: {
      review: async (...asked) => (await parts()).migrations.review(...asked),
      databases: async (...asked) => (await parts()).migrations.databases(...asked),
      prepare: async (...asked) => (await parts()).migrations.prepare(...asked),
    },
  };
}
