import { WorkerEntrypoint } from "cloudflare:workers";
import { forwarding } from "./forwarding.js";

/** Where calls from other processes come in: by a name if they know it, so that the object knows it too. */
export class ObjectDoor extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    // biome-ignore lint/correctness/noConstructorReturn: a proxy is what lets any method be called.
    return forwarding(this, objectOf);
  }

  fetch(request) {
    return objectOf(this).fetch(request);
  }
}

function objectOf({ ctx, env }) {
  const { namespace, id, name } = ctx.props;
  const objects = env[namespace];
  if (!objects) throw new Error("The class of this Durable Object was deleted.");
  return objects.get(name === undefined ? objects.idFromString(id) : objects.idFromName(name));
}
