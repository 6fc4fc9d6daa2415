/**
 * `bun run release:version`: the next versions of what is published, from the changesets, with their changelogs; and
 * everything that names such a version, so that what is stamped afterwards asks for what is published.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { root } from "../install.ts";
import { must } from "./must.ts";

/** `"@kit/deploy": "npm:@alchemy-kit/deploy@0.1.0"` */
const alias = /(?<="npm:@alchemy-kit\/deploy@)[^"]+(?=")/g;
const named = [
  "package.json",
  "packages/create-alchemy-kit/template/package.json.hbs",
  "templates/*/package.json.hbs",
];

await must("x", "--bun", "changeset", "version");
const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(await readFile(join(root, "packages/deploy/package.json"), "utf8")));
for (const pattern of named) {
  for (const path of new Bun.Glob(pattern).scanSync({ cwd: root, absolute: true })) {
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replaceAll(alias, version));
  }
}
// The showcase is what is stamped now; the lockfile follows.
await must("run", "gen", "remove", "showcase", "--yes", "--no-install");
await must("run", "gen", "app", "showcase", "--yes", "--no-install");
await must("install");
