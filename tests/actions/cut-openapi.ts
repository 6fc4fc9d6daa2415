/**
 * `bun tests/actions/cut-openapi.ts`: takes out of GitHub's OpenAPI description what the workflows and the kit ask
 * for, and writes it to openapi.json. Asking for something more is a line in `OPERATIONS`.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const PACKAGE = "@octokit/openapi@23.0.2";

const OPERATIONS: Record<string, readonly string[]> = {
  "/repos/{owner}/{repo}/actions/runs/{run_id}/approvals": ["get"],
  "/repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments": ["get", "post"],
  "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches": ["post"],
  "/repos/{owner}/{repo}/issues": ["get", "post"],
  "/repos/{owner}/{repo}/issues/{issue_number}": ["patch"],
  "/repos/{owner}/{repo}/issues/{issue_number}/comments": ["get", "post"],
  "/repos/{owner}/{repo}/issues/comments/{comment_id}": ["patch"],
};

/** Examples, headers and prose are most of it, and say nothing of what is right. */
const PROSE = ["example", "examples", "headers", "description", "x-github", "externalDocs"];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
const json: z.ZodType<Json> = z.json();

const folder = await mkdtemp(join(tmpdir(), "openapi-"));
try {
  await run("npm", "pack", PACKAGE, "--silent", "--pack-destination", folder);
  const [archive = ""] = [...new Bun.Glob("*.tgz").scanSync({ cwd: folder, absolute: true })];
  await run("tar", "-xzf", archive, "-C", folder, "package/generated/api.github.com.json");
  const whole = json.parse(
    JSON.parse(await readFile(join(folder, "package/generated/api.github.com.json"), "utf8")),
  );
  const cut = { from: PACKAGE, ...cutDown(whole) };
  await writeFile(join(import.meta.dirname, "openapi.json"), `${JSON.stringify(cut)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function cutDown(whole: Json) {
  const paths: Record<string, Json> = {};
  for (const [path, methods] of Object.entries(OPERATIONS)) {
    const kept = methods.map((method) => [method, withoutProse(at(whole, "paths", path, method))]);
    paths[path] = Object.fromEntries(kept);
  }
  const components: Record<string, Record<string, Json>> = {};
  const open = referred(paths);
  for (let reference = open.pop(); reference; reference = open.pop()) {
    const [, , kind = "", name = ""] = reference.split("/");
    components[kind] ??= {};
    if (name in components[kind]) continue;
    const found = withoutProse(at(whole, "components", kind, name));
    components[kind][name] = found;
    open.push(...referred(found));
  }
  return { paths, components };
}

function at(value: Json, ...path: string[]): Json {
  let here: Json | undefined = value;
  for (const key of path) here = isObject(here) ? here[key] : undefined;
  if (here === undefined) throw new Error(`GitHub's description has no ${path.join(" ")}.`);
  return here;
}

/** @param areNames the keys are names of properties, and no words of the description's own */
function withoutProse(value: Json, areNames = false): Json {
  if (Array.isArray(value)) return value.map((each) => withoutProse(each));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => areNames || !PROSE.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutProse(inner, key === "properties")]));
}

function referred(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referred);
  if (!isObject(value)) return [];
  const own = typeof value.$ref === "string" ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(referred)];
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

async function run(...command: string[]): Promise<void> {
  const code = await Bun.spawn(command, { stdout: "ignore", stderr: "inherit" }).exited;
  if (code !== 0) throw new Error(`${command.join(" ")} failed.`);
}
