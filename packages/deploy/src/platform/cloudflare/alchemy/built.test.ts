import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { rulesOf } from "./assets.ts";
import { builtWorker } from "./built.ts";
import { hasVite, localUrl } from "./page.ts";

const folder = await mkdtemp(join(tmpdir(), "kit-built-"));
afterAll(() => rm(folder, { recursive: true }));
const write = (path: string, text: string) => Bun.write(join(folder, path), text);

test("the Worker of ./src/worker.ts is dist/worker/worker.js and all beside it but source maps", async () => {
  for (const path of [
    "worker.js",
    "worker.js.map",
    "chunks/a.mjs",
    "chunks/b.wasm",
    "note.txt",
    "model.bin",
  ]) {
    await write(`dist/worker/${path}`, "");
  }
  const { entrypoint, modules, root } = await builtWorker(folder, "./src/worker.ts");
  expect(root).toBe(join(folder, "dist/worker"));
  expect(entrypoint).toBe("worker.js");
  expect(modules).toEqual([
    { path: "chunks/a.mjs", type: "esm" },
    { path: "chunks/b.wasm", type: "wasm" },
    { path: "model.bin", type: "data" },
    { path: "note.txt", type: "text" },
    { path: "worker.js", type: "esm" },
  ]);
});

test("a Worker that was not built says which file there should be", async () => {
  await expect(builtWorker(folder, "./src/other.ts")).rejects.toThrow("There is no dist/worker/other.js");
  await expect(builtWorker(join(folder, "nowhere"), "./src/worker.ts")).rejects.toThrow(
    "no dist/worker/worker.js",
  );
});

test("every asset says which release it is of, whatever headers it has besides", async () => {
  await mkdir(join(folder, "plain"), { recursive: true });
  expect(await rulesOf(join(folder, "plain"), "v12", {})).toEqual({ _headers: "/*\n  x-kit-release: v12\n" });
  await write("client/_headers", "/assets/*\n  Cache-Control: immutable\n");
  await write("client/_redirects", "/a /b\n");
  expect(await rulesOf(join(folder, "client"), "v12", {})).toEqual({
    _headers: "/assets/*\n  Cache-Control: immutable\n\n/*\n  x-kit-release: v12\n",
    _redirects: "/a /b\n",
  });
});

test("an app has a page where it has a Vite config", async () => {
  expect(hasVite(folder)).toBe(false);
  await write("vite.config.ts", "");
  expect(hasVite(folder)).toBe(true);
});

test("Vite's address is found in what it prints", () => {
  const line =
    "  \u001b[32m➜\u001b[39m  Local:   \u001b[36mhttp://localhost:\u001b[1m5173\u001b[22m/\u001b[39m";
  expect(localUrl(line)).toBe("http://localhost:5173");
  expect(localUrl("ready in 200 ms")).toBeUndefined();
  expect(localUrl("http://localhost:51"), "half a chunk").toBeUndefined();
});
