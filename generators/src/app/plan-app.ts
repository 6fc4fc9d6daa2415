import type { AppName } from "@alchemy-kit/deploy/names";
import { type Change, digestOf, type Plan } from "@alchemy-kit/scaffold";
import { packFiles } from "../shared/pack-files.ts";
import { FEATURES, printFeatures } from "../template/feature.ts";
import type { Template } from "../template/read-template.ts";
import { render } from "../template/render.ts";
import { appFolder } from "./app-folder.ts";
import type { AppManifest } from "./app-manifest.ts";

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
    base: packFiles(new Map(files.map(({ path, text }) => [path, text]))),
  };
  const stamped = [...files, { path: "kit.json", text: `${JSON.stringify(manifest, null, 2)}\n` }];
  return stamped.map(
    ({ path, text }): Change => ({ kind: "write", path: `${appFolder(app)}/${path}`, after: text }),
  );
}
