import { connect, createServer, type Server, type Socket } from "node:net";
import { pipeline } from "node:stream";
import type { Sockets } from "./sockets.ts";

/** The process that a call goes to. */
export interface CalledProcess {
  /** Its debug socket. */
  socket: string;
  /** Called once the connection has ended. */
  ended: () => void;
}

/**
 * Connects processes with each other. Each party (a Worker, the objects of a Worker) has an address here that never
 * changes, so that a configuration can name it; who answers there is found out call by call, and started if need be.
 */
export class SocketBroker {
  readonly #sockets: Sockets;
  readonly #log: (line: string) => void;
  readonly #addresses = new Map<string, string>();
  readonly #servers: Server[] = [];

  constructor(sockets: Sockets, log: (line: string) => void) {
    this.#sockets = sockets;
    this.#log = log;
  }

  /**
   * The address of a party, as workerd writes it.
   * @param reach asked on every call
   */
  address(party: string, reach: () => Promise<CalledProcess>): string {
    return this.line(party, async () => {
      const { socket, ended } = await reach();
      return connect({ path: socket, allowHalfOpen: true }).once("close", ended);
    });
  }

  /**
   * The same for a party that is not a process of ours.
   * @param dial connects to it, on every call
   */
  line(party: string, dial: () => Promise<Socket>): string {
    const known = this.#addresses.get(party);
    if (known) return known;
    const path = this.#sockets.path();
    const server = createServer({ allowHalfOpen: true }, (caller) => void this.#connect(caller, party, dial));
    server.listen(path);
    this.#servers.push(server);
    const address = `unix:${path}`;
    this.#addresses.set(party, address);
    return address;
  }

  close(): void {
    for (const server of this.#servers) server.close();
  }

  async #connect(caller: Socket, party: string, dial: () => Promise<Socket>): Promise<void> {
    caller.on("error", () => undefined);
    caller.pause();
    try {
      const callee = await dial();
      callee.on("error", () => undefined);
      // A caller or callee that goes away is no fault of ours: the other notices by itself.
      pipeline(caller, callee, caller, () => {
        caller.destroy();
        callee.destroy();
      });
    } catch (error) {
      this.#log(`${party} could not be reached: ${error instanceof Error ? error.message : String(error)}`);
      caller.destroy();
    }
  }
}
