import { createHmac, hkdfSync } from "node:crypto";
import type { EnvironmentReads, UploadedValues } from "../../core/variables.ts";

/** The profile of an app that values are for. */
export interface Place {
  app: string;
  profile: string;
}

/**
 * Digests the values of the variables that a program reads, so that they can be compared and not be read: each is an
 * HMAC-SHA-256 of name and value, its key derived from the password for this purpose and this profile alone.
 * @param password `ALCHEMY_PASSWORD`
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function digestValues(
  { names, unnamed }: EnvironmentReads,
  env: NodeJS.ProcessEnv,
  password: string,
  { app, profile }: Place,
): UploadedValues {
  const purpose = `alchemy-kit uploaded values v1 ${app} ${profile}`;
  const key = new Uint8Array(hkdfSync("sha256", password, "", purpose, 32));
  const digestOf = (name: string, value: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([name, value]))
      .digest("hex");
  const digests = names.map((name) => {
    const value = env[name];
    return [name, value === undefined ? null : digestOf(name, value)] as const;
  });
  return { digests: Object.fromEntries(digests), unnamed };
}
