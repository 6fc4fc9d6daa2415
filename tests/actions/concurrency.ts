/** What a workflow or job says of the group it is in. */
export interface Place {
  group: string;
  cancelInProgress: boolean;
  queue: "single" | "max";
}

interface Member {
  enter(): void;
  cancel(): void;
}

/** Most that wait in a group with `queue: max`. */
const MOST_PENDING = 100;

/**
 * The concurrency groups of a repository: one member of each at a time, the others wait.
 * Source: https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
 */
export class Concurrency {
  readonly #groups = new Map<string, { inside: Member; pending: Member[] }>();

  /**
   * Waits for its turn. @param onCancel called when it is to stop, be it while it waits or while it runs
   * @returns what leaves the group; undefined for one that was cancelled while it waited
   */
  async enter(place: Place, onCancel: () => void): Promise<(() => void) | undefined> {
    if (place.cancelInProgress && place.queue === "max") {
      throw new Error("queue: max and cancel-in-progress: true exclude each other.");
    }
    const name = place.group.toLowerCase();
    const entered = await new Promise<boolean>((resolve) => {
      const member = {
        enter: () => resolve(true),
        cancel: () => {
          onCancel();
          resolve(false);
        },
      };
      this.#arrive(name, place, member);
    });
    return entered ? () => this.#leave(name) : undefined;
  }

  #arrive(name: string, { cancelInProgress, queue }: Place, member: Member): void {
    const group = this.#groups.get(name);
    if (!group) {
      this.#groups.set(name, { inside: member, pending: [] });
      member.enter();
      return;
    }
    if (cancelInProgress) group.inside.cancel();
    if (queue === "single") for (const pending of group.pending.splice(0)) pending.cancel();
    if (group.pending.length < MOST_PENDING) group.pending.push(member);
    else member.cancel();
  }

  #leave(name: string): void {
    const group = this.#groups.get(name);
    const next = group?.pending.shift();
    if (!group || !next) {
      this.#groups.delete(name);
      return;
    }
    group.inside = next;
    next.enter();
  }
}
