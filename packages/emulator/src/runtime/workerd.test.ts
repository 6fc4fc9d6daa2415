import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

test("any text reaches a Worker's bindings as it was written", async () => {
  const awkward = [
    "",
    '"',
    "\\",
    "\n\r\t",
    "\u0001\u001f\u007f\u0085",
    "é日本🎉",
    "$(x) `y`",
    '\\x41", z = "',
  ];
  const texts = [...awkward, ...fc.sample(fc.string({ unit: "binary", maxLength: 50 }), 200)];
  const bindings = texts.map((text, index) => ({ type: "plain_text", name: `T${index}`, text }));
  const answer = await cloud.put("texts", "export default { fetch: (_, env) => Response.json(env) };", {
    bindings,
  });
  expect(answer.errors).toEqual([]);
  const seen: unknown = await (await cloud.fetch("texts", "/")).json();
  expect(seen).toEqual(Object.fromEntries(bindings.map(({ name, text }) => [name, text])));
});

test("a workerd that was killed is started again for the next request", async () => {
  await cloud.put("fragile", "export default { fetch: () => new Response('up') };");
  expect(await (await cloud.fetch("fragile", "/")).text()).toBe("up");
  const [pid] = workerdsOf(`${cloud.dir}/run/fragile.`);
  process.kill(Number(pid), "SIGKILL");
  expect(await (await cloud.fetch("fragile", "/")).text()).toBe("up");
});

test("a Worker split in modules of every kind", async () => {
  const parts = new FormData();
  const add = (name: string, type: string, content: string | Uint8Array<ArrayBuffer>) =>
    parts.append(name, new Blob([content], { type }), name);
  const metadata = { main_module: "src/main.js", compatibility_date: "2026-04-01" };
  add("metadata", "application/json", JSON.stringify(metadata));
  add("lib/text.txt", "text/plain", "text");
  add("data.bin", "application/octet-stream", new Uint8Array([1, 2, 3]));
  // The smallest module there is: its header and nothing else.
  add("empty.wasm", "application/wasm", new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  add("other.js", "application/javascript+module", "export const other = 'other';");
  add(
    "src/main.js",
    "application/javascript+module",
    `import text from "../lib/text.txt";
     import data from "../data.bin";
     import empty from "../empty.wasm";
     import { other } from "../other.js";
     export default { fetch: () => Response.json([text, data.byteLength, empty instanceof WebAssembly.Module, other]) };`,
  );
  expect((await cloud.api("PUT", "/workers/scripts/modules", parts)).errors).toEqual([]);
  expect(await (await cloud.fetch("modules", "/")).json()).toEqual(["text", 3, true, "other"]);
});

function workerdsOf(words: string): string[] {
  const list = Bun.spawnSync(["ps", "-eo", "pid,args"]).stdout.toString().split("\n");
  return list.filter((line) => line.includes(words)).map((line) => line.trim().split(" ")[0] ?? "");
}
