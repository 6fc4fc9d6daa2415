import { Hono } from "hono";
import * as accounts from "./accounts.ts";
import * as assets from "./assets.ts";
import * as content from "./content.ts";
import type { Api } from "./context.ts";
import * as crons from "./crons.ts";
import * as d1 from "./d1.ts";
import * as d1Transfer from "./d1-transfer.ts";
import * as deployments from "./deployments.ts";
import * as domains from "./domains.ts";
import * as objects from "./durable-objects.ts";
import { ApiError, errorResponse } from "./envelope.ts";
import { guard } from "./guard.ts";
import * as kv from "./kv.ts";
import * as kvValues from "./kv-values.ts";
import * as queueConsumers from "./queue-consumers.ts";
import * as queueMessages from "./queue-messages.ts";
import * as queues from "./queues.ts";
import * as r2 from "./r2.ts";
import * as r2Objects from "./r2-objects.ts";
import * as scripts from "./scripts.ts";
import * as secrets from "./secrets.ts";
import * as settings from "./settings.ts";
import * as subdomain from "./subdomain.ts";
import * as versions from "./versions.ts";
import * as instances from "./workflow-instances.ts";
import * as workflows from "./workflows.ts";
import * as zoneRoutes from "./zone-routes.ts";
import * as zones from "./zones.ts";

/** What the handlers reach: see `Api`. */
export type Platform = Api["Variables"];

/**
 * Cloudflare's REST API, as far as it is here. Reference: developers.cloudflare.com/api
 * @param log told of what should not have happened
 */
export function routes(platform: Platform, log: (line: string) => void): Hono<Api> {
  const root = new Hono<Api>();
  root.use(async (c, next) => {
    c.set("store", platform.store);
    c.set("storage", platform.storage);
    c.set("fleet", platform.fleet);
    c.set("hosts", platform.hosts);
    c.set("files", platform.files);
    c.set("deliveries", platform.deliveries);
    c.set("pump", platform.pump);
    c.set("inbox", platform.inbox);
    c.set("transfers", platform.transfers);
    c.set("identity", platform.identity);
    await next();
  });
  // Whoever knows such an address was told it.
  root.get("/emulator/transfers/:transfer", d1Transfer.download);
  root.put("/emulator/transfers/:transfer", d1Transfer.upload);
  root.use(guard);
  // The emulator's own: nothing of Cloudflare's is outside /client/v4.
  root.post("/emulator/fire", crons.fire);
  const app = root.basePath("/client/v4");
  app.use("/accounts/:account/*", accounts.ours);

  app.get("/user", accounts.user);
  app.get("/user/tokens/verify", accounts.verifyToken);
  app.get("/memberships", accounts.memberships);
  app.get("/accounts", accounts.list);
  app.get("/accounts/:account", accounts.get);
  app.get("/accounts/:account/tokens/verify", accounts.verifyToken);

  const workers = "/accounts/:account/workers";
  app.get(`${workers}/subdomain`, subdomain.getAccount);
  app.post(`${workers}/assets/upload`, assets.upload);
  app.get(`${workers}/services/:script`, scripts.service);
  app.delete(`${workers}/services/:script`, scripts.remove);
  app.get(`${workers}/workers/:script`, scripts.worker);
  app.patch(`${workers}/workers/:script/versions/latest`, secrets.patchLatest);
  app.get(`${workers}/scripts`, scripts.list);
  app.get(`${workers}/durable_objects/namespaces`, objects.listNamespaces);
  app.get(`${workers}/durable_objects/namespaces/:namespace/objects`, objects.listObjects);

  const script = `${workers}/scripts/:script`;
  app.get(script, scripts.download);
  app.put(script, scripts.put);
  app.delete(script, scripts.remove);
  app.get(`${script}/versions`, versions.list);
  app.post(`${script}/versions`, versions.create);
  app.get(`${script}/versions/:version`, versions.get);
  app.get(`${script}/deployments`, deployments.list);
  app.post(`${script}/deployments`, deployments.create);
  app.get(`${script}/deployments/:deployment`, deployments.get);
  app.delete(`${script}/deployments/:deployment`, deployments.remove);
  app.post(`${script}/assets-upload-session`, assets.openSession);
  app.get(`${script}/settings`, settings.get);
  app.patch(`${script}/settings`, settings.patch);
  app.get(`${script}/content/v2`, scripts.download);
  app.put(`${script}/content`, content.put);
  app.get(`${script}/script-settings`, settings.getScript);
  app.patch(`${script}/script-settings`, settings.patchScript);
  app.get(`${script}/secrets`, secrets.list);
  app.put(`${script}/secrets`, secrets.put);
  app.delete(`${script}/secrets/:secret`, secrets.remove);
  app.get(`${script}/schedules`, crons.list);
  app.put(`${script}/schedules`, crons.put);
  app.get(`${script}/subdomain`, subdomain.get);
  app.post(`${script}/subdomain`, subdomain.post);

  const namespaces = "/accounts/:account/storage/kv/namespaces";
  app.get(namespaces, kv.list);
  app.post(namespaces, kv.create);
  app.get(`${namespaces}/:namespace`, kv.get);
  app.put(`${namespaces}/:namespace`, kv.rename);
  app.delete(`${namespaces}/:namespace`, kv.remove);
  app.get(`${namespaces}/:namespace/keys`, kvValues.listKeys);
  app.put(`${namespaces}/:namespace/bulk`, kvValues.putBulk);
  app.delete(`${namespaces}/:namespace/bulk`, kvValues.removeBulk);
  app.post(`${namespaces}/:namespace/bulk/get`, kvValues.getBulk);
  app.post(`${namespaces}/:namespace/bulk/delete`, kvValues.removeBulk);
  app.get(`${namespaces}/:namespace/values/:key{.+}`, kvValues.getValue);
  app.put(`${namespaces}/:namespace/values/:key{.+}`, kvValues.putValue);
  app.delete(`${namespaces}/:namespace/values/:key{.+}`, kvValues.removeValue);
  app.get(`${namespaces}/:namespace/metadata/:key{.+}`, kvValues.getMetadata);

  const databases = "/accounts/:account/d1/database";
  app.get(databases, d1.list);
  app.post(databases, d1.create);
  app.get(`${databases}/:database`, d1.get);
  app.patch(`${databases}/:database`, d1.patch);
  app.put(`${databases}/:database`, d1.patch);
  app.delete(`${databases}/:database`, d1.remove);
  app.post(`${databases}/:database/query`, d1.query);
  app.post(`${databases}/:database/raw`, d1.raw);
  app.post(`${databases}/:database/export`, d1Transfer.exportSql);
  app.post(`${databases}/:database/import`, d1Transfer.importSql);

  app.get(`${workers}/domains`, domains.list);
  app.put(`${workers}/domains`, domains.put);
  app.get(`${workers}/domains/records`, domains.list);
  app.get(`${workers}/domains/records/:domain`, domains.get);
  app.get(`${workers}/domains/:domain`, domains.get);
  app.delete(`${workers}/domains/:domain`, domains.remove);
  app.get("/zones", zones.list);
  app.post("/zones", zones.create);
  app.get("/zones/:zone", zones.get);
  app.delete("/zones/:zone", zones.remove);
  app.get("/zones/:zone/workers/routes", zoneRoutes.list);
  app.post("/zones/:zone/workers/routes", zoneRoutes.create);
  app.get("/zones/:zone/workers/routes/:route", zoneRoutes.get);
  app.put("/zones/:zone/workers/routes/:route", zoneRoutes.put);
  app.delete("/zones/:zone/workers/routes/:route", zoneRoutes.remove);

  const workflow = "/accounts/:account/workflows/:workflow";
  app.get("/accounts/:account/workflows", workflows.list);
  app.get(workflow, workflows.get);
  app.put(workflow, workflows.put);
  app.delete(workflow, workflows.remove);
  app.get(`${workflow}/versions`, workflows.listVersions);
  app.get(`${workflow}/versions/:version`, workflows.getVersion);
  app.get(`${workflow}/instances`, instances.list);
  app.get(`${workflow}/instances/`, instances.list);
  app.post(`${workflow}/instances`, instances.create);
  app.post(`${workflow}/instances/batch`, instances.createBatch);
  app.get(`${workflow}/instances/:instance`, instances.get);
  app.patch(`${workflow}/instances/:instance/status`, instances.change);
  app.post(`${workflow}/instances/:instance/events/:event`, instances.sendEvent);

  const queue = "/accounts/:account/queues/:queue";
  app.get("/accounts/:account/queues", queues.list);
  app.post("/accounts/:account/queues", queues.create);
  app.get(queue, queues.get);
  app.patch(queue, queues.patch);
  app.put(queue, queues.patch);
  app.delete(queue, queues.remove);
  app.get(`${queue}/purge`, queueMessages.purged);
  app.post(`${queue}/purge`, queueMessages.purge);
  app.post(`${queue}/messages`, queueMessages.send);
  app.post(`${queue}/messages/batch`, queueMessages.sendBatch);
  app.post(`${queue}/messages/pull`, queueMessages.pull);
  app.post(`${queue}/messages/ack`, queueMessages.acknowledge);
  app.get(`${queue}/consumers`, queueConsumers.list);
  app.post(`${queue}/consumers`, queueConsumers.create);
  app.get(`${queue}/consumers/:consumer`, queueConsumers.get);
  app.put(`${queue}/consumers/:consumer`, queueConsumers.put);
  app.delete(`${queue}/consumers/:consumer`, queueConsumers.remove);
  app.put(`${script}/routes`, zoneRoutes.replace);
  app.post(`${script}/domains/changeset`, domains.changes);
  app.put(`${script}/domains/records`, domains.replace);
  app.patch(`${script}/secrets-bulk`, secrets.patchAll);
  app.get(`${script}/queue-consumers`, queueConsumers.ofScript);

  const buckets = "/accounts/:account/r2/buckets";
  app.get(buckets, r2.list);
  app.post(buckets, r2.create);
  app.get(`${buckets}/:bucket`, r2.get);
  app.delete(`${buckets}/:bucket`, r2.remove);
  app.get(`${buckets}/:bucket/domains/custom`, r2.listCustomDomains);
  app.get(`${buckets}/:bucket/domains/managed`, r2.getManagedDomain);
  app.put(`${buckets}/:bucket/domains/managed`, r2.putManagedDomain);
  app.get(`${buckets}/:bucket/:rules{cors|lifecycle|lock}`, r2.getRules);
  app.put(`${buckets}/:bucket/:rules{cors|lifecycle|lock}`, r2.putRules);
  app.delete(`${buckets}/:bucket/:rules{cors|lifecycle|lock}`, r2.removeRules);
  app.get(`${buckets}/:bucket/objects`, r2Objects.list);
  app.delete(`${buckets}/:bucket/objects`, r2Objects.removeMany);
  app.get(`${buckets}/:bucket/objects/:key{.+}`, r2Objects.get);
  app.put(`${buckets}/:bucket/objects/:key{.+}`, r2Objects.put);
  app.delete(`${buckets}/:bucket/objects/:key{.+}`, r2Objects.remove);

  root.notFound((c) =>
    errorResponse(
      new ApiError(
        404,
        7003,
        `Could not route to ${c.req.path}, perhaps your object identifier is invalid? The emulator does not have ` +
          `${c.req.method} ${c.req.path}.`,
      ),
    ),
  );
  root.onError((error) => {
    if (error instanceof ApiError) return errorResponse(error);
    log(`The emulator failed: ${error.stack ?? error.message}`);
    return errorResponse(new ApiError(500, 10001, `The emulator failed: ${error.message}`));
  });
  return root;
}
