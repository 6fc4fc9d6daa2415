import type { Files } from "../shared/files.ts";
import { type Binding, bindingsOf, queueConst } from "./bindings.ts";
import { expression, printCall, printValue } from "./print-typescript.ts";
import { ASSETS_FOLDER } from "./release-folders.ts";
import { takenOverProps } from "./resource-names.ts";
import type { WranglerConfig } from "./wrangler-config.ts";

/** Where the release's Worker begins: the app's own, wrapped. See worker-entry.ts. */
const ENTRYPOINT = "./kit/worker.js";

/** Where the kit asks how a release is. */
const HEALTH = "/api/health";

/** The alchemy program that does what a wrangler configuration says. */
export function wranglerProgram(
  app: string,
  config: WranglerConfig,
  files: Files,
): { text: string; notes: string[] } {
  const bindings = bindingsOf(config, app, files);
  const worker = printValue(workerProps(app, config, bindings));
  const queues = queuesOf(app, config);
  const text = [
    'import { kitState, Worker } from "@kit/deploy/alchemy";',
    'import alchemy from "alchemy";',
    `import { ${importsOf(bindings, config).join(", ")} } from "alchemy/cloudflare";`,
    "",
    `const app = await alchemy(${JSON.stringify(app)}, { stateStore: kitState });`,
    "",
    ...queues.flatMap((queue) => [queue, ""]),
    `export const web = await Worker("web", ${worker});`,
    "",
    "await app.finalize();",
    "",
  ].join("\n");
  return { text: withIsProd(text), notes: bindings.flatMap(({ note }) => note ?? []) };
}

function importsOf(bindings: readonly Binding[], config: WranglerConfig): string[] {
  const names = bindings.flatMap(({ imports }) => imports);
  const queue = config.queues.consumers.length > 0 ? ["Queue"] : [];
  const assets = config.assets ? ["Assets"] : [];
  return [...new Set([...names, ...queue, ...assets, "VersionMetadata"])].sort();
}

function workerProps(app: string, config: WranglerConfig, bindings: readonly Binding[]): object {
  const { assets, compatibility_flags: flags, triggers, queues, placement, limits, observability } = config;
  const binding = assets?.binding ?? "ASSETS";
  return {
    name: expression(`\`${app}-\${app.stage}\``),
    entrypoint: ENTRYPOINT,
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: flags.length > 0 ? flags : undefined,
    url: config.workers_dev === false ? false : undefined,
    placement: placement?.mode === undefined ? undefined : { mode: placement.mode },
    limits: limits?.cpu_ms === undefined ? undefined : { cpu_ms: limits.cpu_ms },
    observability: observability?.enabled === undefined ? undefined : { enabled: observability.enabled },
    assets: assets && assetsProps(assets),
    crons: triggers.crons.length > 0 ? triggers.crons : undefined,
    eventSources: queues.consumers.length > 0 ? queues.consumers.map(consumer) : undefined,
    bindings: {
      ...(assets && {
        [binding]: expression(`await ${printCall("Assets", [{ path: `./${ASSETS_FOLDER}` }], 2).code}`),
      }),
      ...Object.fromEntries(bindings.map(({ name, value }) => [name, value])),
      VERSION: expression("VersionMetadata()"),
      APP: expression("app.appName"),
      PROFILE: expression("app.stage"),
    },
  };
}

/** The kit's question goes to the Worker, whatever else the assets answer. */
function assetsProps({
  html_handling,
  not_found_handling,
  run_worker_first: first = [],
}: NonNullable<WranglerConfig["assets"]>) {
  const isAsked =
    first === true || (Array.isArray(first) && first.some((path) => path === "/api/*" || path === HEALTH));
  const run_worker_first = isAsked ? first : [...(first === false ? [] : first), HEALTH];
  return { html_handling, not_found_handling, run_worker_first };
}

function consumer(settings: WranglerConfig["queues"]["consumers"][number]) {
  const { queue, max_batch_size, max_batch_timeout, max_retries, max_concurrency } = settings;
  return {
    queue: expression(queueConst(queue)),
    settings: {
      batchSize: max_batch_size,
      maxWaitTimeMs: max_batch_timeout === undefined ? undefined : max_batch_timeout * 1000,
      maxRetries: max_retries,
      maxConcurrency: max_concurrency ?? undefined,
    },
  };
}

function queuesOf(app: string, { queues }: WranglerConfig): string[] {
  const names = new Set([...queues.producers, ...queues.consumers].map(({ queue }) => queue));
  return [...names].map(
    (queue) =>
      `const ${queueConst(queue)} = await ${printCall("Queue", [queue, takenOverProps(app, queue, queue)], 0).code};`,
  );
}

/** Says what prod is, where the program asks. */
function withIsProd(text: string): string {
  if (!text.includes("isProd")) return text;
  const comment = [
    "// What was there before the kit is prod's: named, taken over as it is, and never deleted from here.",
    'const isProd = app.stage === "prod";',
  ];
  return text.replace("{ stateStore: kitState });\n", `{ stateStore: kitState });\n${comment.join("\n")}\n`);
}
