export { planApp } from "./app/plan-app.ts";
export { bunCommand, nextCommands } from "./cli/bun-command.ts";
export { CommandError, type Ending } from "./cli/command-error.ts";
export { install } from "./install.ts";
export { FEATURES, type Feature, NOT_RELEASED, parseFeatures, printFeatures } from "./template/feature.ts";
export { readFiles, type TemplateFile } from "./template/layer.ts";
export { readTemplate, type Template } from "./template/read-template.ts";
export { templateNames, templatesFolder } from "./template/templates-folder.ts";
export { stampRepository } from "./update/stamp-repository.ts";
