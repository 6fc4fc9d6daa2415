import { z } from "zod";
import { type AppName, checkProfileName, type ProfileName } from "../names/name.ts";
import { appNameSchema } from "../names/name-schema.ts";
import { notKnown, strictObject } from "../names/strict-object.ts";
import { defaultPipeline } from "./default-pipeline.ts";
import { type Pipeline, pipelineSchema, profilesOf, resourceNameSchema } from "./pipeline.ts";
import type { Setup } from "./recorder.ts";

const domain = z.hostname({ error: 'not a domain; write a host name such as "shop.example.com"' });

const profile = strictObject({ domain: domain.optional() });

export type Profile = z.output<typeof profile>;

const profiles = z.record(z.string(), profile).transform((given, context) => {
  const named: Record<ProfileName, Profile> = {};
  for (const [name, settings] of Object.entries(given)) {
    const checked = checkProfileName(name);
    if (!checked.ok) {
      const meant = checked.suggestion === undefined ? "" : `; "${checked.suggestion}" would do`;
      context.addIssue({ code: "custom", path: [name], message: `${checked.reason}${meant}` });
    } else if (checked.name in named) {
      context.addIssue({ code: "custom", path: [name], message: `is the profile "${checked.name}" again` });
    } else named[checked.name] = settings;
  }
  return named;
});

const script = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith("/") && !path.split(/[\\/]/).includes(".."), {
    error: "must be a path inside the app's folder",
  });

const resource = strictObject({
  type: z.literal("worker", { error: 'unknown type; it is "worker"' }),
  script,
});

export type AppResource = z.output<typeof resource>;

/** The one schema behind each spelling. `pipeline` is what `setup` becomes. */
export const definitionSchema = strictObject({
  name: appNameSchema,
  profiles: profiles.optional(),
  resources: z.record(resourceNameSchema, resource).default({}),
  setup: z.custom<Setup>((value) => typeof value === "function", { error: "must be a function" }).optional(),
  pipeline: pipelineSchema.optional(),
});

/** An app's config as plain, complete data: nothing left to default, nothing left to run. */
export type AppConfig = {
  name: AppName;
  /** In the order in which they were written, or, where none were, in which the pipeline comes to them. */
  profiles: Record<ProfileName, Profile>;
  /** Empty where alchemy.run.ts alone says what there is. */
  resources: Record<string, AppResource>;
  pipeline: Pipeline;
};

/** A definition whose `setup` has been run, as the config that it means. */
export const configSchema = definitionSchema.transform((definition, context): AppConfig => {
  const written = definition.pipeline ?? [];
  const profiles: AppConfig["profiles"] =
    definition.profiles ?? Object.fromEntries(profilesOf(written).map((profile) => [profile, {}]));
  const { name, resources } = definition;

  const refuse = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  if (definition.setup !== undefined) refuse(["pipeline"], "there is a setup too; keep one of them");
  if (profileNames({ profiles }).length === 0)
    refuse(["profiles"], 'none; name at least one, such as "staging"');
  written.forEach((step, at) => {
    if (step.kind === "gate") return;
    const undeclared = unknownIn(profiles, "profile", [step.profile]);
    if (undeclared) refuse(["pipeline", at, "profile"], undeclared);
    const unmade = unknownIn(resources, "resource", step.resources ?? []);
    if (unmade && Object.keys(resources).length > 0) refuse(["pipeline", at, "resources"], unmade);
  });

  const pipeline = definition.pipeline ?? defaultPipeline(profileNames({ profiles }));
  return { name, profiles, resources, pipeline };
});

function unknownIn(known: object, what: string, names: readonly string[]): string | undefined {
  const name = names.find((it) => !Object.hasOwn(known, it));
  return name === undefined ? undefined : notKnown(what, name, Object.keys(known));
}

/** The names of a config's profiles, in order. */
export function profileNames({ profiles }: Pick<AppConfig, "profiles">): ProfileName[] {
  return Object.keys(profiles).filter((name): name is ProfileName => Object.hasOwn(profiles, name));
}
