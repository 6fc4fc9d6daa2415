import { Secret, serialize } from "alchemy";
import { expect, test } from "vitest";
import { decryptSecret } from "../runner/variables/alchemy-secret.ts";

/** As much of a scope as encrypting a secret needs. */
const encrypt = async (text: string, password: string): Promise<unknown> => {
  const scope: unknown = { password };
  // @ts-expect-error alchemy asks for a whole scope, of which it takes the password alone.
  return JSON.parse(JSON.stringify(await serialize(scope, new Secret(text))));
};

test.each([
  ["empty", ""],
  ["short", "a"],
  ["of several lines, in several scripts", "één\nдва\r\n三 🗝\u0000"],
  ["long", "x".repeat(100_000)],
])("a text that alchemy encrypted is read back: %s", async (_, text) => {
  expect(await decryptSecret(await encrypt(text, "correct horse"), "correct horse")).toBe(text);
});

test("with another password nothing is read", async () => {
  expect(await decryptSecret(await encrypt("text", "correct horse"), "battery staple")).toBeUndefined();
});

test("what was changed since, or is not alchemy's, is not read", async () => {
  const entry = { "@secret": { version: "v1", ciphertext: "AAAA", iv: "AAAA", salt: "AAAA", tag: "AAAA" } };
  for (const other of [
    entry,
    "text",
    null,
    undefined,
    { "@secret": "libsodium" },
    { "@secret": { data: {} } },
  ]) {
    expect(await decryptSecret(other, "correct horse")).toBeUndefined();
  }
  const text = JSON.stringify(await encrypt("a longer text", "correct horse"));
  const forged = JSON.parse(
    text.replace(/"ciphertext":"(.)/, (_, first) => `"ciphertext":"${first === "A" ? "B" : "A"}`),
  );
  expect(await decryptSecret(forged, "correct horse")).toBeUndefined();
});
