import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";

/** What may have to be fetched before the page works, gzipped, in bytes. */
const BUDGET = 80_000;

it("the page's JavaScript stays within its budget", async () => {
  const { outputs } = await Bun.build({
    entrypoints: ["src/page/main.tsx"],
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const scripts = outputs.filter(({ path }) => path.endsWith(".js"));
  const texts = await Promise.all(scripts.map((script) => script.text()));
  const size = gzipSync(texts.join("")).byteLength;
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThan(BUDGET);
});
