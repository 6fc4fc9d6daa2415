import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
import { forwarding } from "./forwarding.js";

/**
 * Stands for a Durable Object whose home is another process. Its namespace has the same key there, so ids agree.
 */
export class ObjectStub extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    // biome-ignore lint/correctness/noConstructorReturn: a proxy is what lets any method be called.
    return forwarding(this, (self) => callFrom(self, env.CALLS));
  }

  fetch(request) {
    // WebSockets may stay open for days, so nobody waits for them; for calls, they do.
    const upgrade = request.headers.get("upgrade") !== null;
    return callFrom(this, upgrade ? this.env.WEBSOCKETS : this.env.CALLS).fetch(request);
  }
}

function callFrom({ ctx, env }, address) {
  const props = { address, namespace: env.NAMESPACE, id: ctx.id.toString(), name: ctx.id.name };
  return ctx.exports.ObjectCall({ props });
}

/** One call of an object elsewhere. An entrypoint of its own, for what it opens is closed when the call has ended. */
export class ObjectCall extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    // biome-ignore lint/correctness/noConstructorReturn: a proxy is what lets any method be called.
    return forwarding(this, homeOf);
  }

  fetch(request) {
    return homeOf(this).fetch(request);
  }
}

function homeOf({ ctx, env }) {
  const { address, ...object } = ctx.props;
  return env.DEBUG.connect(address).getEntrypoint("emulator:sidecar", "ObjectDoor", object);
}
