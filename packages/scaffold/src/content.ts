import { createHash } from "node:crypto";

/** What is in a file, whole: its text or, where that is not UTF-8, its bytes. Plain data, as all of a plan is. */
export type Content = string | { base64: string };

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Text when the bytes are UTF-8 without a zero byte, as git tells text from binary; else the bytes. */
export function contentOf(bytes: Uint8Array): Content {
  const binary = { base64: Buffer.from(bytes).toString("base64") };
  if (bytes.includes(0)) return binary;
  try {
    return utf8.decode(bytes);
  } catch {
    return binary;
  }
}

/** The bytes to be written for a content. */
export function bytesOf(content: Content): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : Buffer.from(content.base64, "base64");
}

/** Are these the same bytes? Nothing is the same as nothing. */
export function isSame(one: Content | undefined, other: Content | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
}

/** `sha256:<hex>` of the bytes; of a text, as UTF-8. */
export function digestOf(content: Content): string {
  return `sha256:${createHash("sha256").update(bytesOf(content)).digest("hex")}`;
}
