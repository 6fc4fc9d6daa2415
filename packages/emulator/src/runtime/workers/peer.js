import { WorkerEntrypoint } from "cloudflare:workers";
import { forwarding } from "./forwarding.js";

/** Stands for another Worker in a service binding: its `fetch`, and by RPC all of its methods. */
export class Peer extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    // biome-ignore lint/correctness/noConstructorReturn: a proxy is what lets any method be called.
    return forwarding(this, calleeOf);
  }

  fetch(request) {
    const { service, entrypoint } = this.ctx.props;
    if (entrypoint) return calleeOf(this).fetch(request);
    // By way of the gateway, for what is asked for may be an asset.
    const headers = new Headers(request.headers);
    headers.set("x-emulator-loopback", `service ${service}`);
    return this.env.LOOPBACK.fetch(new Request(request, { headers }));
  }
}

function calleeOf({ ctx, env }) {
  const { address, service, entrypoint, props } = ctx.props;
  return env.DEBUG.connect(address).getEntrypoint(service, entrypoint, props);
}
