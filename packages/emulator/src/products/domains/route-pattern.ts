/**
 * Whether a route's pattern covers a URL: `example.com/api/*`, `*.example.com/*`, `*example.com/*`. No scheme means
 * either; the query does not count.
 * Source: developers.cloudflare.com/workers/configuration/routing/routes
 */
export function coversUrl(pattern: string, host: string, pathname: string): boolean {
  const bare = pattern.replace(/^(\*|https?):\/\//, "");
  const slash = bare.indexOf("/");
  const [hostPattern, pathPattern] = slash === -1 ? [bare, ""] : [bare.slice(0, slash), bare.slice(slash)];
  const hostMatches = hostPattern.startsWith("*")
    ? host.endsWith(hostPattern.slice(1))
    : host === hostPattern.toLowerCase();
  if (!hostMatches) return false;
  if (pathPattern.endsWith("*")) return pathname.startsWith(pathPattern.slice(0, -1));
  return pathname === (pathPattern === "" ? "/" : pathPattern);
}

/** The more specific pattern first: a whole host before any of many, the longer path before the shorter. */
export function bySpecificity(a: string, b: string): number {
  return Number(a.startsWith("*")) - Number(b.startsWith("*")) || b.length - a.length;
}
