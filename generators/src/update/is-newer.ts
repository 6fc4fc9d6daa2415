/** Is the one version later than the other? Both are `major.minor.patch`; what follows a hyphen comes before it. */
export function isNewer(one: string, other: string): boolean {
  const [left, right] = [partsOf(one), partsOf(other)];
  const at = left.findIndex((part, index) => part !== (right[index] ?? 0));
  return at !== -1 && (left[at] ?? 0) > (right[at] ?? 0);
}

function partsOf(version: string): number[] {
  const [numbers = "", prerelease] = version.split("-", 2);
  return [...numbers.split(".").map(Number), prerelease === undefined ? 1 : 0];
}
