import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as content from "./content.ts";
import * as deployments from "./deployments.ts";
import * as scripts from "./scripts.ts";
import * as secrets from "./secrets.ts";
import * as settings from "./settings.ts";
import * as subdomain from "./subdomain.ts";
import * as versions from "./versions.ts";

const WORKERS = "/accounts/:account/workers";
const SCRIPT = `${WORKERS}/scripts/:script`;

export function endpoints(api: Hono<Api>): void {
  api.get(`${WORKERS}/subdomain`, subdomain.getAccount);
  api.get(`${WORKERS}/services/:script`, scripts.service);
  api.delete(`${WORKERS}/services/:script`, scripts.remove);
  api.patch(`${WORKERS}/workers/:script/versions/latest`, secrets.patchLatest);
  api.get(`${WORKERS}/scripts`, scripts.list);
  api.get(SCRIPT, scripts.download);
  api.put(SCRIPT, scripts.put);
  api.delete(SCRIPT, scripts.remove);
  api.get(`${SCRIPT}/versions`, versions.list);
  api.post(`${SCRIPT}/versions`, versions.create);
  api.get(`${SCRIPT}/versions/:version`, versions.get);
  api.get(`${SCRIPT}/deployments`, deployments.list);
  api.post(`${SCRIPT}/deployments`, deployments.create);
  api.get(`${SCRIPT}/deployments/:deployment`, deployments.get);
  api.delete(`${SCRIPT}/deployments/:deployment`, deployments.remove);
  api.get(`${SCRIPT}/settings`, settings.get);
  api.patch(`${SCRIPT}/settings`, settings.patch);
  api.get(`${SCRIPT}/content/v2`, scripts.download);
  api.put(`${SCRIPT}/content`, content.put);
  api.get(`${SCRIPT}/script-settings`, settings.getScript);
  api.patch(`${SCRIPT}/script-settings`, settings.patchScript);
  api.get(`${SCRIPT}/secrets`, secrets.list);
  api.get(`${SCRIPT}/secrets/:secret`, secrets.get);
  api.put(`${SCRIPT}/secrets`, secrets.put);
  api.delete(`${SCRIPT}/secrets/:secret`, secrets.remove);
  api.get(`${SCRIPT}/subdomain`, subdomain.get);
  api.post(`${SCRIPT}/subdomain`, subdomain.post);
  api.delete(`${SCRIPT}/subdomain`, subdomain.remove);
  api.patch(`${SCRIPT}/secrets-bulk`, secrets.patchAll);
}
