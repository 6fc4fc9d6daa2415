import { join } from "node:path";
import type { AppName } from "@alchemy-kit/deploy/names";
import type { Content, Plan } from "@alchemy-kit/scaffold";
import { planApp } from "../app/plan-app.ts";
import { readTemplate } from "../template/read-template.ts";

const folder = join(import.meta.dirname, "snapshots");

/** The names of the ten versions of a small template, oldest first. */
export const VERSIONS = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"] as const;
export type Version = (typeof VERSIONS)[number];

/** The plan that stamps an app out of the template as it was in that version. */
export async function stampOf(version: Version, app: AppName): Promise<Plan> {
  return planApp(await readTemplate(folder, version), app);
}

/** What a plan writes, by paths relative to the app's folder; without `kit.json`. */
export function filesOf(plan: Plan): Map<string, Content> {
  const files = plan.flatMap((change): [string, Content][] =>
    change.kind === "write" ? [[change.path.split("/").slice(2).join("/"), change.after]] : [],
  );
  return new Map(files.filter(([path]) => path !== "kit.json"));
}
