/** What workerd itself looks for in an entrypoint or object, and what would make a promise of it. */
const NOT_FORWARDED = new Set([
  "alarm",
  "connect",
  "queue",
  "scheduled",
  "self",
  "tail",
  "tailStream",
  "test",
  "then",
  "trace",
  "webSocketClose",
  "webSocketError",
  "webSocketMessage",
]);

/**
 * Stands for an entrypoint or Durable Object that is elsewhere: whatever `self` does not have is looked for there.
 * @param behind called with `self`, gives the stub of the one elsewhere
 */
export function forwarding(self, behind) {
  return new Proxy(self, {
    get(target, name) {
      if (typeof name === "symbol" || name in target) return Reflect.get(target, name);
      return NOT_FORWARDED.has(name) ? undefined : Reflect.get(behind(target), name);
    },
  });
}
