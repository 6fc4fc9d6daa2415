import { deserialize, isSecret, type Scope, Secret, serialize } from "alchemy";
import { z } from "zod";
import { uploadedValues } from "../core/variables.ts";
import type { StateBucket } from "./state-bucket.ts";

/** The metadata of a version's upload, in Cloudflare's words, as it was sent. */
export const metadata = z.looseObject({
  assets: z.looseObject({}).optional(),
  tags: z.array(z.string()).optional(),
  bindings: z
    .array(
      z.looseObject({
        type: z.string(),
        class_name: z.string().optional(),
        script_name: z.string().optional(),
      }),
    )
    .optional(),
});
export type Metadata = z.infer<typeof metadata>;

/** What a release's version was uploaded from: paths are relative to the folder of its artifact. */
const upload = z.object({
  metadata,
  cwd: z.string(),
  entrypoint: z.string().optional(),
  script: z.string().optional(),
  assets: z.string().optional(),
  /** What its bindings came from, digested; entries of older kits have none. */
  values: uploadedValues.optional(),
  /** It was to take the place of a version with other values, and was not seen to. */
  unfinished: z.literal(true).optional(),
});
export type Upload = z.infer<typeof upload>;

const document = z.record(z.string(), z.unknown());

/**
 * How each release was uploaded to one Worker, by its tag, so that it can be uploaded once more with other
 * assets or classes. An object beside alchemy's state, encrypted as alchemy encrypts a secret: bindings may be secrets.
 */
export class KeptUploads {
  readonly #bucket: StateBucket;
  readonly #scope: Scope;
  readonly #key: string;

  /** @param worker the name of the Worker's script */
  constructor(bucket: StateBucket, scope: Scope, worker: string) {
    this.#bucket = bucket;
    this.#scope = scope;
    this.#key = `${scope.appName}/${scope.stage}/${worker}.json`;
  }

  async find(tag: string): Promise<Upload | undefined> {
    const entry = (await this.#read())[tag];
    if (entry === undefined) return undefined;
    const secret: unknown = await deserialize(this.#scope, entry);
    if (!isSecret(secret)) {
      throw new Error(
        `In the bucket kit-state, ${this.#key} is not as the kit wrote it. Delete that object.`,
      );
    }
    return upload.parse(JSON.parse(secret.unencrypted));
  }

  /** @param others the tags whose uploads are still worth keeping */
  async keep(tag: string, kept: Upload, others: readonly string[]): Promise<void> {
    const entries = Object.entries(await this.#read()).filter(([other]) => others.includes(other));
    const entry = await serialize(this.#scope, new Secret(JSON.stringify(kept)));
    await this.#bucket.write(this.#key, JSON.stringify({ ...Object.fromEntries(entries), [tag]: entry }));
  }

  remove(): Promise<void> {
    return this.#bucket.remove(this.#key);
  }

  async #read(): Promise<z.infer<typeof document>> {
    const text = await this.#bucket.read(this.#key);
    return text === undefined ? {} : document.parse(JSON.parse(text));
  }
}
