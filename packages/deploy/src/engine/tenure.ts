import type { ProfileName } from "../config/index.ts";
import type { LedgerEvent } from "../ledger/event.ts";
import { type AppState, profileState } from "../ledger/state.ts";
import { messageOf, Refusal } from "../names/user-error.ts";
import { assertFence, heartbeat, heldLease, patience, renewal } from "./lease.ts";
import type { Engine } from "./ports/engine.ts";

/** The lease on a profile in the hands of whoever has just taken it, for as long as something is done there. */
export class Tenure {
  readonly #engine: Engine;
  readonly #profile: ProfileName;
  readonly #fence: number;

  constructor(engine: Engine, profile: ProfileName) {
    this.#engine = engine;
    this.#profile = profile;
    this.#fence = heldLease(engine.ledger.state, profile).fence;
  }

  /** Appends as the one who works on the profile, or not at all. @throws Refusal when another does by now */
  async append(decide: (state: AppState) => LedgerEvent[]): Promise<void> {
    await this.#engine.ledger.append((state) => {
      assertFence(state, this.#profile, this.#fence);
      return [...renewal(heldLease(state, this.#profile), this.#profile, this.#engine), ...decide(state)];
    });
  }

  /**
   * Sees to it that the lease outlasts the call that comes next. A runner that slept too long, waiting for an
   * answer or in a closed laptop, finds out here, before it touches what another may be working on by now.
   * @throws Refusal
   */
  async secure(): Promise<void> {
    const { ledger } = this.#engine;
    const isShort = () =>
      renewal(heldLease(ledger.state, this.#profile), this.#profile, this.#engine).length > 0;
    do await this.append(() => []);
    while (isShort());
  }

  /**
   * Does something that may take longer than a lease lasts, and renews the lease meanwhile. Whoever loses it all
   * the same is told at once, and stops before it changes anything more: it may write no further event.
   */
  keeping<T>(work: () => Promise<T>): Promise<T> {
    const { clock, progress } = this.#engine;
    const until = clock.now().getTime() + patience;
    let isLost = false;
    const beat = async () => {
      if (isLost || clock.now().getTime() > until) return;
      try {
        await this.append(() => []);
      } catch (error) {
        isLost = error instanceof Refusal;
        progress.fault("lease", messageOf(error));
      }
    };
    return clock.beating(heartbeat, beat, work);
  }

  /** Lets the next one in, unless somebody came already. */
  async end(): Promise<void> {
    await this.#engine.ledger.append((state) =>
      profileState(state, this.#profile).lease?.fence === this.#fence
        ? [{ type: "lease-released", profile: this.#profile }]
        : [],
    );
  }
}
