import type { AppName } from "@alchemy-kit/deploy/names";
import { type Change, digestOf, type Plan } from "@alchemy-kit/scaffold";
import { FEATURES, printFeatures } from "../template/feature.ts";
import type { Template } from "../template/read-template.ts";
import { type Answers, render } from "../template/render.ts";
import { packBase } from "../update/base.ts";
import { appFolder } from "./app-place.ts";

/** `apps/<name>/kit.json`: what was stamped from what, so that it can be removed, updated and put through CI. */
export type AppManifest = {
  schema: 1;
  app: string;
  template: string;
  templateVersion: string;
  answers: Answers;
  /** What CI does for this app: the name of a check, and the command for it in the app's folder. */
  ci: Record<string, string>;
  /** Every other file that was stamped, with the `sha256:` digest of its text. */
  files: Record<string, string>;
  /** Those files themselves, packed, for the three-way merge of an update. */
  base?: string | undefined;
};

const CI = { typecheck: "bun run typecheck", test: "bun run test", build: "bun run build" };

/** The plan that stamps an app of this name out of this template, with its features. */
export function planApp(template: Template, app: AppName): Plan {
  const answers = { name: app, with: printFeatures(template.features) };
  const has = Object.fromEntries(FEATURES.map((feature) => [feature, template.features.includes(feature)]));
  const files = render(template.files, { name: app, has }, template.insertions);
  const manifest: AppManifest = {
    schema: 1,
    app,
    template: template.name,
    templateVersion: template.about.version,
    answers,
    ci: CI,
    files: Object.fromEntries(files.map(({ path, text }) => [path, digestOf(text)])),
    base: packBase(new Map(files.map(({ path, text }) => [path, text]))),
  };
  const stamped = [...files, { path: "kit.json", text: `${JSON.stringify(manifest, null, 2)}\n` }];
  return stamped.map(
    ({ path, text }): Change => ({ kind: "write", path: `${appFolder(app)}/${path}`, after: text }),
  );
}
