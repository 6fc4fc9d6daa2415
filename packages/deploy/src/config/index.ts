export { closest } from "./closest.ts";
export { ConfigError, type Problem } from "./config-error.ts";
export { type AppDefinition, alchemy, defineApp, Worker } from "./define-app.ts";
export { type AppConfig, type AppResource, type Profile, profileNames } from "./definition.ts";
export { type Duration, durationMs, durationSchema } from "./duration.ts";
export { evaluate } from "./evaluate.ts";
export { type Gate, type GateInput, gateSchema } from "./gate.ts";
export {
  type AppName,
  checkAppName,
  checkProfileName,
  type NameCheck,
  type ProfileName,
  workerName,
} from "./name.ts";
export { appNameSchema, profileNameSchema } from "./name-schema.ts";
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
