import type { Hono } from "hono";
import type { Api } from "../../product.ts";
import * as configs from "./configs.ts";

const CONFIGS = "/accounts/:account/hyperdrive/configs";
const CONFIG = `${CONFIGS}/:config`;

export function endpoints(api: Hono<Api>): void {
  api.get(CONFIGS, configs.list);
  api.post(CONFIGS, configs.create);
  api.get(CONFIG, configs.get);
  api.put(CONFIG, configs.put);
  api.patch(CONFIG, configs.patch);
  api.delete(CONFIG, configs.remove);
  api.post(`${CONFIG}/restart`, configs.restart);
}
