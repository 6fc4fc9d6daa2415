/** What an app can be stamped with, in the order in which it is stamped: `--with d1,kv`. */
export const FEATURES = ["d1", "kv", "r2", "do", "queue", "workflow", "cron"] as const;

export type Feature = (typeof FEATURES)[number];

type Chosen = { ok: true; features: readonly Feature[] } | { ok: false; reason: string };

/** Reads the value of `--with`: names with commas between them, or `none`. */
export function parseFeatures(text: string): Chosen {
  const names = text.split(",").map((name) => name.trim());
  if (names.length === 1 && (names[0] === "none" || names[0] === "")) return { ok: true, features: [] };
  const unknown = names.find((name) => !FEATURES.some((feature) => feature === name));
  if (unknown !== undefined) {
    const there = FEATURES.join(", ");
    return {
      ok: false,
      reason: `There is no “${unknown}” that an app can be made with. There is: ${there}; or none.`,
    };
  }
  return { ok: true, features: inOrder(names) };
}

/** The value of `--with` that means these features. */
export function printFeatures(features: readonly Feature[]): string {
  return inOrder(features).join() || "none";
}

function inOrder(names: readonly string[]): Feature[] {
  return FEATURES.filter((feature) => names.includes(feature));
}
