export { closest } from "../names/closest.ts";
export { type Duration, durationMs, durationSchema } from "../names/duration.ts";
export {
  type AppName,
  checkAppName,
  checkProfileName,
  type NameCheck,
  type ProfileName,
  workerName,
} from "../names/name.ts";
export { appNameSchema, profileNameSchema } from "../names/name-schema.ts";
export { ConfigError, type Problem } from "./config-error.ts";
export { type AppDefinition, alchemy, defineApp, Worker } from "./define-app.ts";
export { type AppConfig, type AppResource, type Profile, profileNames } from "./definition.ts";
export { evaluate } from "./evaluate.ts";
export { type PictureOptions, picture } from "./picture.ts";
export {
  type DeployStep,
  type GateStep,
  type Pipeline,
  pipelineSchema,
  profilesOf,
  type Step,
} from "./pipeline.ts";
export { isPreview, withPreview } from "./preview.ts";
export type { ResourceReference, Setup, Steps } from "./recorder.ts";
export { type Rollout, type RolloutInput, rolloutSchema } from "./rollout.ts";
export { profileBefore, type RunSteps, stepsOfRun } from "./run-steps.ts";
