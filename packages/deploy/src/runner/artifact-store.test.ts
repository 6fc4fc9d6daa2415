import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digestOf } from "../names/identity.ts";
import { openAccount } from "../platform/cloudflare/index.ts";
import type { ArtifactStore } from "../platform/port.ts";
import { emulatorCommand, type RunningEmulator, startEmulator } from "./emulator.ts";

/** The store of artifacts in R2, held to its port's word on the emulator. */
let dir: string;
let emulator: RunningEmulator;
let store: ArtifactStore;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "kit-artifacts-"));
  emulator = await startEmulator(dir);
  const { apiUrl, token, accountId, workersUrl } = emulator;
  store = openAccount({
    apiUrl,
    token,
    accountId,
    workers: { kind: "local", url: workersUrl },
  }).artifacts;
});
afterAll(async () => {
  await Bun.spawn(emulatorCommand(["stop", "--dir", dir]), { stdout: "ignore", stderr: "ignore" }).exited;
  await rm(dir, { recursive: true, force: true });
});

async function some(text: string) {
  const bytes = new TextEncoder().encode(text);
  return { bytes, digest: await digestOf(bytes) };
}

/** Writes an object past the kit. */
async function write(key: string, body: string): Promise<void> {
  const { apiUrl, token, accountId } = emulator;
  const url = `${apiUrl}/accounts/${accountId}/r2/buckets/kit-artifacts/objects/${key}`;
  const response = await fetch(url, { method: "PUT", body, headers: { authorization: `Bearer ${token}` } });
  expect(response.ok).toBe(true);
}

test("where nothing was ever kept there is nothing, and nothing to delete", async () => {
  const { digest } = await some("never put");
  expect(await store.has(digest)).toBe(false);
  expect(await store.list()).toEqual([]);
  await store.delete(digest);
  await expect(store.get(digest)).rejects.toThrow(/it is not there/);
  await expect(store.getProvenance(digest)).rejects.toThrow(/it is not there/);
});

test("what is put is had again, byte by byte, however often it is put, until it is deleted", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const digest = await digestOf(bytes);
  await Promise.all([store.put(digest, bytes), store.put(digest, bytes)]);
  expect(await store.has(digest)).toBe(true);
  expect(await store.get(digest)).toEqual(bytes);
  expect((await store.list()).map((each) => each.digest)).toEqual([digest]);
  await store.delete(digest);
  await store.delete(digest);
  expect(await store.has(digest)).toBe(false);
});

test("provenance is kept apart: it is no artifact, and stays when one of its digest is deleted", async () => {
  const { bytes, digest } = await some('{"_type":"statement"}');
  await store.putProvenance(digest, bytes);
  expect(await store.has(digest)).toBe(false);
  await store.delete(digest);
  expect(await store.getProvenance(digest)).toEqual(bytes);
  expect((await store.list()).map((each) => each.digest)).not.toContain(digest);
});

test("bytes that were changed in the store are not handed out", async () => {
  const { bytes, digest } = await some("an artifact");
  await store.put(digest, bytes);
  await write(`${digest.replace("sha256:", "")}.tar`, "another artifact");
  await expect(store.get(digest)).rejects.toThrow(/was changed in its store/);
});

test("what somebody else keeps in the bucket is not listed", async () => {
  await write("notes.txt", "not an artifact");
  const digests = (await store.list()).map((each) => each.digest);
  expect(digests.every((digest) => digest.startsWith("sha256:"))).toBe(true);
  expect(digests).toHaveLength(1);
});
