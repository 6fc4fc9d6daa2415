/** One version's part in a deployment. */
export interface Share {
  id: string;
  /** The version's number: counts up with every upload. */
  number: number;
  percentage: number;
}

/** What of a request decides which version serves it. */
export interface Preference {
  /** `Cloudflare-Workers-Version-Overrides`. */
  overrides: string | null;
  /** `Cloudflare-Workers-Version-Key`. */
  key: string | null;
}

/**
 * Picks the version that serves a request, as Cloudflare's gradual deployments do.
 * Source: developers.cloudflare.com/workers/configuration/versions-and-deployments/gradual-deployments
 *
 * An override counts only for a version of this very deployment (at 0 % too) and is otherwise ignored without a word.
 * A key lands where its hash falls; the newest version owns the beginning of the scale, so that as its share rises
 * keys move to it and never back.
 * @param random in [0, 1), for requests that prefer nothing
 */
export function chooseVersion(
  script: string,
  shares: readonly Share[],
  preference: Preference,
  random: () => number,
): string | undefined {
  const wanted = overrideFor(script, preference.overrides);
  if (shares.some((share) => share.id === wanted)) return wanted;
  const point = preference.key === null ? random() : hashToUnit(`${script}\n${preference.key}`);
  const newestFirst = shares.toSorted((a, b) => b.number - a.number);
  let upTo = 0;
  for (const share of newestFirst) {
    upTo += share.percentage;
    if (point * 100 < upTo) return share.id;
  }
  // Percentages such as 33.33 and 66.67 may add up to a hair less than 100.
  return newestFirst.findLast((share) => share.percentage > 0)?.id;
}

/** Reads `script-a="version id", script-b="version id"`. */
function overrideFor(script: string, header: string | null): string | undefined {
  for (const [, name, id] of (header ?? "").matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)) {
    if (name === script) return id;
  }
  return undefined;
}

/** @returns a number in [0, 1), the same for the same text */
function hashToUnit(text: string): number {
  const digest = new Bun.CryptoHasher("sha256").update(text).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
