import type { Context } from "hono";
import { z } from "zod";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { body, check, param } from "../../../api/request.ts";
import type { Api, Binding, Handler } from "../../product.ts";
import { mainVersionOf } from "../../workers/store/main-version.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { type HyperdriveConfig, HyperdriveConfigs, HyperdriveSettings } from "../store/configs.ts";

const Name = z.string().min(1);
const Fields = z.record(z.string(), z.unknown());
const Changes = z.looseObject({
  name: Name.optional(),
  origin: Fields.optional(),
  caching: Fields.optional(),
  mtls: Fields.optional(),
});

export const list: Handler = (c) => page(c, c.env.store.of(HyperdriveConfigs).list().map(configView));

/** Unlike Cloudflare it does not try whether the database is there: on one's own machine that may come later. */
export const create: Handler = async (c) => {
  const { name, ...asked } = await body(c, z.looseObject({ name: Name }));
  checkFree(c, name);
  return ok(c, configView(c.env.store.of(HyperdriveConfigs).create(name, check(HyperdriveSettings, asked))));
};

export const get: Handler = (c) => ok(c, configView(foundConfig(c)));

/** What is not said of caching is reset; TLS and the limit of connections stay as they were. */
export const put: Handler = async (c) => {
  const config = foundConfig(c);
  const { mtls, origin_connection_limit } = config.settings;
  const { name, ...asked } = await body(c, z.looseObject({ name: Name }));
  return save(c, config, name, { mtls, origin_connection_limit, ...asked });
};

export const patch: Handler = async (c) => {
  const config = foundConfig(c);
  const { origin, caching, mtls } = config.settings;
  const { name = config.name, ...asked } = await body(c, Changes);
  return save(c, config, name, {
    ...config.settings,
    ...asked,
    origin: { ...origin, ...asked.origin },
    caching: { ...caching, ...asked.caching },
    mtls: { ...mtls, ...asked.mtls },
  });
};

/** There is no pool of connections here, so this only says that it was done. */
export const restart: Handler = (c) => {
  c.env.store.of(HyperdriveConfigs).saveRestart(foundConfig(c).id);
  return get(c);
};

export const remove: Handler = async (c) => {
  const { id } = foundConfig(c);
  c.env.store.of(HyperdriveConfigs).delete(id);
  await renewBound(c, id);
  return ok(c, null);
};

async function save(
  c: Context<Api>,
  config: HyperdriveConfig,
  name: string,
  settings: object,
): Promise<Response> {
  if (name !== config.name) checkFree(c, name);
  c.env.store.of(HyperdriveConfigs).save(config.id, name, check(HyperdriveSettings, settings));
  await renewBound(c, config.id);
  return get(c);
}

/** A process is told the user and the password when it starts: those that were told others make way for new ones. */
async function renewBound(c: Context<Api>, id: string): Promise<void> {
  const { store, fleet, hosts } = c.env;
  const isBound = ({ bindings }: { bindings: readonly Binding[] }) =>
    bindings.some((binding) => binding.type === "hyperdrive" && binding.id === id);
  fleet.retire(isBound);
  const scripts = store
    .of(Scripts)
    .list()
    .filter(({ name }) => {
      const version = mainVersionOf(store, name);
      return version !== undefined && isBound(version.upload);
    });
  await Promise.all(scripts.map(({ name }) => hosts.renew(name)));
}

/** Cloudflare's code for it is the one that alchemy looks for when it is to take over what is there. */
function checkFree(c: Context<Api>, name: string): void {
  if (!c.env.store.of(HyperdriveConfigs).named(name)) return;
  throw new ApiError(409, 2017, `A Hyperdrive config named '${name}' already exists.`);
}

/** @throws ApiError when no configuration has the id in the path */
function foundConfig(c: Context<Api>): HyperdriveConfig {
  const id = param(c, "config");
  const config = c.env.store.of(HyperdriveConfigs).get(id);
  if (!config) throw new ApiError(404, 2001, `The Hyperdrive config ${id} could not be found.`);
  return config;
}

/** All but the password. */
function configView({ id, name, createdOn, modifiedOn, restartedOn, settings }: HyperdriveConfig) {
  const { origin, ...rest } = settings;
  const { password: _, ...shown } = origin;
  return {
    id,
    name,
    created_on: createdOn,
    modified_on: modifiedOn,
    ...(restartedOn !== null && { restarted_on: restartedOn }),
    origin: shown,
    ...rest,
  };
}
