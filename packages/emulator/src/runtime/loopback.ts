import { externalService, type Service } from "./service.ts";

/** Proves that a request comes from a process of the emulator's. */
export const LOOPBACK_SECRET = "x-emulator-secret";
/** Says what a request wants: a word for the kind and, after a space, which one of them. */
export const LOOPBACK_TARGET = "x-emulator-loopback";

/** Wants another Worker, by its name: what `workers/peer.js` asks. */
export const SERVICE_TARGET = "service";

/** Where processes reach what the emulator itself answers to Workers' bindings: see `gateway/loopback-server.ts`. */
export class Loopback {
  readonly #port: number;
  readonly #secret: string;

  constructor(port: number, secret: string) {
    this.#port = port;
    this.#secret = secret;
  }

  /**
   * A service for a binding to point at.
   * @param target such as `queue 1234`; undefined where each request is to say it
   */
  service(target?: string): Service {
    return externalService(this.#port, {
      [LOOPBACK_SECRET]: this.#secret,
      ...(target !== undefined && { [LOOPBACK_TARGET]: target }),
    });
  }
}
