import { checkProfileName, type ProfileName } from "../names/name.ts";
import { defaultPipeline } from "./default-pipeline.ts";
import type { AppConfig } from "./definition.ts";

/** `preview-12`: a place of its own for a pull request, which no config names. */
export function isPreview(profile: string): boolean {
  return /^preview-[1-9]\d*$/.test(profile);
}

/** The config as one profile sees it: a preview that it does not declare is added, with a pipeline of its own. */
export function withPreview(config: AppConfig, wanted: string | undefined): AppConfig {
  if (wanted === undefined || !isPreview(wanted)) return config;
  const checked = checkProfileName(wanted);
  if (!checked.ok || checked.name in config.profiles) return config;
  const profiles: Record<ProfileName, AppConfig["profiles"][ProfileName]> = {};
  profiles[checked.name] = {};
  return { ...config, profiles, pipeline: defaultPipeline([checked.name]) };
}
