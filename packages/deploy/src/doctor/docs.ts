import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Finding, orOk, wrong } from "../names/finding.ts";
import type { Check } from "./check.ts";
import { readPackage } from "./read-json.ts";

const check = "docs";

const documents = ["*.md", "docs/**/*.md", "apps/*/*.md"];

/** Whether what the documents link to is there, and the commands they show exist. */
export const checkDocs: Check = async ({ workspace: { root }, apps }) => {
  const scripts = new Set(
    (
      await Promise.all(["", ...apps.map(({ name }) => `apps/${name}`)].map((dir) => scriptsIn(root, dir)))
    ).flat(),
  );
  const files = documents.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync({ cwd: root })].sort());
  const findings = await Promise.all(files.map((file) => aboutDocument(root, file, scripts)));
  return orOk(findings.flat(), check, `${files.length} documents: links and commands`);
};

async function scriptsIn(root: string, dir: string): Promise<string[]> {
  const manifest = await readPackage(join(root, dir, "package.json"));
  return Object.keys(manifest?.scripts ?? {});
}

async function aboutDocument(root: string, file: string, scripts: ReadonlySet<string>): Promise<Finding[]> {
  const text = await readFile(join(root, file), "utf8");
  return [
    ...deadLinks(root, file, text).map((link) =>
      wrong(check, `${file} links to ${link}, which is not there.`, `edit ${file}`),
    ),
    ...unknownCommands(text, scripts).map((script) =>
      wrong(check, `${file} says “bun run ${script}”, and no package.json has that script.`, `edit ${file}`),
    ),
  ];
}

function deadLinks(root: string, file: string, text: string): string[] {
  const prose = text.replaceAll(/```.*?```/gs, "");
  const links = [...prose.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].flatMap(([, link]) => link ?? []);
  return links
    .filter((link) => !/^[a-z]+:/i.test(link))
    .filter((link) => !existsSync(join(root, dirname(file), decodeURI(link))));
}

function unknownCommands(text: string, scripts: ReadonlySet<string>): string[] {
  const named = [...text.matchAll(/\bbun run ([a-z][\w:-]*)/g)].flatMap(([, script]) => script ?? []);
  return [...new Set(named)].filter((script) => !scripts.has(script));
}
