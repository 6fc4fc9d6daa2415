/**
 * Seals a text so that only who has the private key reads it.
 * @param publicKey base64
 * @returns base64
 * Source: https://docs.github.com/en/rest/guides/encrypting-secrets-for-the-rest-api
 */
export async function seal(text: string, publicKey: string): Promise<string> {
  // Only here, for it takes long to load, and most that the kit does seals nothing.
  const { default: sodium } = await import("libsodium-wrappers");
  await sodium.ready;
  const base64 = sodium.base64_variants.ORIGINAL;
  const sealed = sodium.crypto_box_seal(sodium.from_string(text), sodium.from_base64(publicKey, base64));
  return sodium.to_base64(sealed, base64);
}
