import { Refusal } from "../../names/user-error.ts";
import type { Channel } from "./channel.ts";

/**
 * The news as JSON for whatever wants it, signed as GitHub signs its own: `x-kit-signature-256` is `sha256=` and
 * the HMAC-SHA256 of the body in hex, with KIT_NOTIFY_SECRET as the key. `at` in the body tells an old one.
 */
export const webhook: Channel = {
  name: "the webhook",
  variable: "KIT_NOTIFY_WEBHOOK",
  async message(news, url, env) {
    const secret = env.KIT_NOTIFY_SECRET;
    if (!secret)
      throw new Refusal(
        "notification-unsigned",
        "KIT_NOTIFY_SECRET is not set, and nothing is sent unsigned",
      );
    const body = JSON.stringify(news);
    return { url, body, headers: { "x-kit-signature-256": `sha256=${await hmac(body, secret)}` } };
  },
};

/** @returns 64 hex digits */
export async function hmac(text: string, secret: string): Promise<string> {
  const bytes = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytes.encode(secret), algorithm, false, ["sign"]);
  return Buffer.from(await crypto.subtle.sign("HMAC", key, bytes.encode(text))).toString("hex");
}
