import manifest from "../../package.json" with { type: "json" };

/** The version of @kit/deploy that runs. */
export const kitVersion = manifest.version;
