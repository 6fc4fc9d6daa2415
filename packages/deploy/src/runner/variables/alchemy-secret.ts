import { createDecipheriv, scrypt } from "node:crypto";
import { z } from "zod";

const base64 = z.base64().transform((text) => Buffer.from(text, "base64"));

/** A string that alchemy encrypted: AES-256-GCM, its key derived from the password with scrypt. */
const alchemySecret = z.object({
  "@secret": z.object({
    version: z.literal("v1"),
    ciphertext: base64,
    iv: base64.refine(({ length }) => length === 12),
    salt: base64,
    tag: base64.refine(({ length }) => length === 16),
  }),
});

/** N, r and p as alchemy has them: https://github.com/alchemy-run/alchemy/blob/v0.94.0/alchemy/src/encrypt.ts */
const cost = { N: 16_384, r: 8, p: 1 };

/**
 * Decrypts what alchemy wrote into its state as `{"@secret": …}`, without alchemy, which takes long to load.
 * @returns the text; `undefined` when the password is another, or it is not as alchemy wrote it
 */
export async function decryptSecret(entry: unknown, password: string): Promise<string | undefined> {
  const parsed = alchemySecret.safeParse(entry);
  if (!parsed.success) return undefined;
  const { ciphertext, iv, salt, tag } = parsed.data["@secret"];
  const key = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, 32, cost, (error, derived) => (error ? reject(error) : resolve(derived)));
  });
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
