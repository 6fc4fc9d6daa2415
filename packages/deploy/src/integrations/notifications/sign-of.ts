/** How it went, at a glance. */
export function signOf(outcome: string): string {
  if (outcome === "succeeded" || outcome === "unchanged") return "✅";
  return outcome === "waiting" ? "⏳" : "❌";
}
