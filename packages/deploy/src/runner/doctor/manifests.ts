import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { bunRun } from "../bun-command.ts";
import type { AppPlace } from "../workspace.ts";
import { type Check, type Finding, note, ok, wrong } from "./check.ts";
import { readJson } from "./read-json.ts";

const check = "manifests";

/** What of `kit.json` is looked at here: the generators write it. */
const stamped = z.object({
  app: z.string(),
  template: z.string(),
  templateVersion: z.string(),
  files: z.record(z.string(), z.string()),
});

/** Whether each app's kit.json can be relied on, and how the app has come to differ from what was stamped. */
export const checkManifests: Check = async ({ apps }) => {
  const findings = await Promise.all(apps.map(aboutApp));
  return findings.length > 0 ? findings.flat() : [ok(check, "no app to have one")];
};

async function aboutApp({ name, dir }: AppPlace): Promise<Finding[]> {
  const file = `apps/${name}/kit.json`;
  const found = await readJson(join(dir, "kit.json"));
  if (found === undefined) {
    return [
      wrong(
        check,
        `${file} cannot be read, so the app can be neither updated nor removed exactly.`,
        `git checkout -- ${file}`,
      ),
    ];
  }
  const manifest = stamped.safeParse(found);
  if (!manifest.success) {
    const [issue] = manifest.error.issues;
    return [wrong(check, `${file}: ${issue?.path.join(".")}: ${issue?.message}.`, `git checkout -- ${file}`)];
  }
  const { app, template, templateVersion, files } = manifest.data;
  if (app !== name) {
    return [
      wrong(
        check,
        `${file} is that of the app "${app}", but its folder is apps/${name}.`,
        `git mv apps/${name} apps/${app}`,
      ),
    ];
  }
  const differences = await Promise.all(Object.entries(files).map((entry) => compare(dir, ...entry)));
  const list = (kind: string) =>
    differences.flatMap((difference) => (difference.kind === kind ? [difference.path] : []));
  return [
    ok(check, `${name} is from ${template} ${templateVersion}`),
    ...aboutFiles(name, "edited", list("edited")),
    ...aboutFiles(name, "removed", list("removed")),
  ];
}

async function compare(dir: string, path: string, digest: string) {
  const bytes = await readFile(join(dir, path)).catch(() => undefined);
  if (bytes === undefined) return { kind: "removed", path };
  const same = `sha256:${createHash("sha256").update(bytes).digest("hex")}` === digest;
  return { kind: same ? "same" : "edited", path };
}

function aboutFiles(name: string, what: string, paths: readonly string[]): Finding[] {
  if (paths.length === 0) return [];
  const shown = paths.slice(0, 4).join(", ");
  const rest = paths.length > 4 ? `, and ${paths.length - 4} more (${bunRun("gen list --json")})` : "";
  return [note(check, `${name}: ${what} since it was stamped: ${shown}${rest}`)];
}
