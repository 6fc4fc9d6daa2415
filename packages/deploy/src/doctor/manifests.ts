import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Finding, note, ok, orOk, wrong } from "../names/finding.ts";
import { bunRun } from "../workspace/bun-command.ts";
import type { AppPlace } from "../workspace/workspace.ts";
import type { Check } from "./check.ts";
import { readJson } from "./read-json.ts";

const check = "manifests";

/** What of `kit.json` is looked at here: the generators write it. A repository's own names no app. */
const stamped = z.object({
  app: z.string().optional(),
  template: z.string(),
  templateVersion: z.string(),
  files: z.record(z.string(), z.string()),
});
type Stamped = z.infer<typeof stamped>;

/** Whether each kit.json can be relied on, and how what it is about has come to differ from what was stamped. */
export const checkManifests: Check = async ({ workspace: { root }, apps }) => {
  const findings = (await Promise.all([aboutRepository(root), ...apps.map(aboutApp)])).flat();
  return orOk(findings, check, "none to look at");
};

/** Only a repository that was created by the kit has one. */
async function aboutRepository(root: string): Promise<Finding[]> {
  const found = await readJson(join(root, "kit.json"));
  if (found === undefined) return [];
  return whenStamped("kit.json", found, (manifest) => aboutFiles("the repository", root, manifest));
}

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
  return whenStamped(file, found, async (manifest) => {
    if (manifest.app === name) return aboutFiles(name, dir, manifest);
    if (manifest.app === undefined) return [wrong(check, `${file} names no app.`, `git checkout -- ${file}`)];
    return [
      wrong(
        check,
        `${file} is that of the app "${manifest.app}", but its folder is apps/${name}.`,
        `git mv apps/${name} apps/${manifest.app}`,
      ),
    ];
  });
}

/** Goes on with what a kit.json says, if that is what one says. */
async function whenStamped(
  file: string,
  found: unknown,
  goOn: (manifest: Stamped) => Promise<Finding[]>,
): Promise<Finding[]> {
  const manifest = stamped.safeParse(found);
  if (manifest.success) return goOn(manifest.data);
  const [issue] = manifest.error.issues;
  return [wrong(check, `${file}: ${issue?.path.join(".")}: ${issue?.message}.`, `git checkout -- ${file}`)];
}

async function aboutFiles(what: string, dir: string, { template, templateVersion, files }: Stamped) {
  const differences = await Promise.all(Object.entries(files).map((entry) => compare(dir, ...entry)));
  const list = (kind: string) =>
    differences.flatMap((difference) => (difference.kind === kind ? [difference.path] : []));
  return [
    ok(check, `${what} is from ${template} ${templateVersion}`),
    ...listed(what, "edited", list("edited")),
    ...listed(what, "removed", list("removed")),
  ];
}

async function compare(dir: string, path: string, digest: string) {
  const bytes = await readFile(join(dir, path)).catch(() => undefined);
  if (bytes === undefined) return { kind: "removed", path };
  const same = `sha256:${createHash("sha256").update(bytes).digest("hex")}` === digest;
  return { kind: same ? "same" : "edited", path };
}

function listed(name: string, what: string, paths: readonly string[]): Finding[] {
  if (paths.length === 0) return [];
  const shown = paths.slice(0, 4).join(", ");
  const rest = paths.length > 4 ? `, and ${paths.length - 4} more (${bunRun("gen list --json")})` : "";
  return [note(check, `${name}: ${what} since it was stamped: ${shown}${rest}`)];
}
