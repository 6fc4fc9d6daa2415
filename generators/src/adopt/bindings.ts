import type { Files } from "../shared/files.ts";
import { type Expression, expression, printCall } from "./print-typescript.ts";
import { migrationsFolder } from "./release-folders.ts";
import { ownResourceName, slug, takenOverProps } from "./resource-names.ts";
import type { WranglerConfig } from "./wrangler-config.ts";

/** One thing that a Worker is bound to, as an alchemy program says it. */
export type Binding = {
  name: string;
  value: Expression;
  /** What to import from alchemy/cloudflare. */
  imports: string[];
  /** What its owner should know. */
  note?: string;
};

type Kind = (config: WranglerConfig, app: string, files: Files) => Binding[];

/** How deep a binding stands in the program. */
const DEPTH = 2;

/**
 * Every binding of a wrangler configuration. Of what holds data, prod has the one that is there, by its name;
 * every other profile has one of its own.
 */
export function bindingsOf(config: WranglerConfig, app: string, files: Files): Binding[] {
  return kinds.flatMap((kind) => kind(config, app, files));
}

const databases: Kind = ({ d1_databases }, app, files) =>
  d1_databases.map(({ binding, database_name, migrations_dir = "migrations", migrations_table }) => {
    const folder = migrationsFolder(migrations_dir, files);
    const migrations = folder && { migrationsDir: `./${folder}`, migrationsTable: migrations_table };
    return awaited("D1Database", binding, { ...takenOverProps(app, binding, database_name), ...migrations });
  });

const buckets: Kind = ({ r2_buckets }, app) =>
  r2_buckets.map(({ binding, bucket_name }) =>
    awaited("R2Bucket", binding, takenOverProps(app, binding, bucket_name)),
  );

/** A namespace has an id and no name, so it is bound by that. */
const namespaces: Kind = ({ kv_namespaces }, app) =>
  kv_namespaces.map(({ binding, id = "" }) => {
    const own = awaited("KVNamespace", binding, { title: ownResourceName(app, binding) });
    if (!/^[0-9a-f]{32}$/.test(id)) return own;
    return {
      ...own,
      value: expression(`isProd ? { type: "kv_namespace", id: "${id}" } : ${own.value.code}`),
    };
  });

const dispatchers: Kind = ({ dispatch_namespaces }, app) =>
  dispatch_namespaces.map(({ binding, namespace: there }) => {
    const { name: namespace, ...rest } = takenOverProps(app, binding, there);
    return awaited("DispatchNamespace", binding, { namespace, ...rest });
  });

const producers: Kind = ({ queues }) =>
  queues.producers.map(({ binding, queue }) => ({
    name: binding,
    value: expression(queueConst(queue)),
    imports: ["Queue"],
  }));

const durableObjects: Kind = ({ durable_objects, migrations }) =>
  durable_objects.bindings.map(({ name, class_name: className, script_name: scriptName }) => {
    const isSqlite = migrations.some((migration) => migration.new_sqlite_classes.includes(className));
    const props = { className, scriptName, sqlite: isSqlite ? true : undefined };
    const bound = plain(
      "DurableObjectNamespace",
      name,
      printCall("DurableObjectNamespace", [slug(name), props], DEPTH),
    );
    const note = `the Durable Objects of ${className} start empty: their data stays with the present Worker`;
    return scriptName === undefined ? { ...bound, note } : bound;
  });

const workflows: Kind = ({ workflows }) =>
  workflows.map(({ binding, name, class_name: className, script_name: scriptName }) => {
    const workflowName = scriptName === undefined ? expression(`\`${name}-\${app.stage}\``) : name;
    return plain(
      "Workflow",
      binding,
      printCall("Workflow", [slug(binding), { workflowName, className, scriptName }], DEPTH),
    );
  });

const services: Kind = ({ services }) =>
  services.map(({ binding, service }) =>
    plain("WorkerRef", binding, printCall("WorkerRef", [{ service }], DEPTH)),
  );

const hyperdrives: Kind = ({ hyperdrive }) =>
  hyperdrive.map(({ binding, id }) => ({
    ...plain(
      "HyperdriveRef",
      binding,
      expression(`await ${printCall("HyperdriveRef", [{ id }], DEPTH).code}`),
    ),
    note: `every profile has the Hyperdrive that is there for ${binding}, and so the database behind it`,
  }));

const datasets: Kind = ({ analytics_engine_datasets }) =>
  analytics_engine_datasets.map(({ binding, dataset = binding }) =>
    plain(
      "AnalyticsEngineDataset",
      binding,
      printCall("AnalyticsEngineDataset", [slug(binding), { dataset }], DEPTH),
    ),
  );

const rateLimits: Kind = ({ ratelimits, unsafe }) =>
  [...ratelimits, ...unsafe.bindings].map(({ name, namespace_id, simple }) =>
    plain("RateLimit", name, printCall("RateLimit", [{ namespace_id: Number(namespace_id), simple }], DEPTH)),
  );

const platform: Kind = ({ ai, browser, images, version_metadata }) =>
  (
    [
      ["Ai", ai],
      ["BrowserRendering", browser],
      ["Images", images],
      ["VersionMetadata", version_metadata],
    ] as const
  ).flatMap(([resource, setting]) =>
    setting ? [plain(resource, setting.binding, printCall(resource, [], DEPTH))] : [],
  );

const variables: Kind = ({ vars }) =>
  Object.entries(vars).map(([name, value]) =>
    typeof value === "string"
      ? { name, value: expression(JSON.stringify(value)), imports: [] }
      : plain("Json", name, printCall("Json", [value], DEPTH)),
  );

const kinds: readonly Kind[] = [
  databases,
  buckets,
  namespaces,
  dispatchers,
  producers,
  durableObjects,
  workflows,
  services,
  hyperdrives,
  datasets,
  rateLimits,
  platform,
  variables,
];

/** The name in the program of a queue, which is bound, consumed, or both. */
export function queueConst(queue: string): string {
  const words = slug(queue).split("-").filter(Boolean);
  return `${words.map((word, index) => (index === 0 ? word : word[0]?.toUpperCase() + word.slice(1))).join("")}Queue`;
}

function awaited(resource: string, binding: string, props: object): Binding {
  return plain(
    resource,
    binding,
    expression(`await ${printCall(resource, [slug(binding), props], DEPTH).code}`),
  );
}

function plain(resource: string, name: string, value: Expression): Binding {
  return { name, value, imports: [resource] };
}
