import { DurableObject } from "cloudflare:workers";

/** Counts visits. There is one of it in the world, which takes one call after the other: none is missed. */
export class Visits extends DurableObject {
  async count(): Promise<number> {
    const visits = (await this.soFar()) + 1;
    await this.ctx.storage.put("visits", visits);
    return visits;
  }

  async soFar(): Promise<number> {
    return (await this.ctx.storage.get<number>("visits")) ?? 0;
  }
}
