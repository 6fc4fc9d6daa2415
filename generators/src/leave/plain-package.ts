import { parse } from "jsonc-parser";
import { z } from "zod";
import { editJson, type JsonEdit } from "../shared/edit-json.ts";

const schema = z.looseObject({
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/**
 * An app's package.json without the kit: alchemy's own commands stand where the kit's did.
 *
 * @param hasVite the page has a server of its own in development, which the kit started beside the Worker
 * @returns the text; or the scripts that call the kit for something alchemy cannot do
 */
export function plainPackage(text: string, hasVite: boolean): { text: string } | { unknown: string[] } {
  const { scripts, dependencies, devDependencies } = schema.parse(parse(text));
  const plain: Record<string, string | undefined> = {
    dev: "alchemy dev",
    ...(hasVite && { "dev:page": "vite" }),
    deploy: scripts.build === undefined ? "alchemy deploy" : "bun run build && alchemy deploy",
    destroy: "alchemy destroy",
    alchemy: undefined,
  };
  const calling = Object.entries(scripts).filter(([, command]) => /(^|[\s;&|])kit\s/.test(command));
  const unknown = calling.map(([name]) => name).filter((name) => !(name in plain));
  if (unknown.length > 0) return { unknown };

  const isOurs = (name: string) => scripts[name] === undefined || calling.some(([ours]) => ours === name);
  const edits: JsonEdit[] = [
    ...Object.entries(plain).flatMap(([name, command]): JsonEdit[] =>
      isOurs(name) && scripts[name] !== command ? [[["scripts", name], command]] : [],
    ),
    ...Object.keys(dependencies)
      .filter(isKit)
      .map((name): JsonEdit => [["dependencies", name], undefined]),
    ...Object.keys(devDependencies)
      .filter(isKit)
      .map((name): JsonEdit => [["devDependencies", name], undefined]),
  ];
  return { text: editJson(text, edits) };
}

function isKit(dependency: string): boolean {
  return dependency.startsWith("@kit/");
}
