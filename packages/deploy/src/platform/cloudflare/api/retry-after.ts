/**
 * How long Cloudflare wants to be left alone: `Retry-After` in seconds (RFC 9110 §10.2.3), as it comes with a 429.
 * Where that is missing, until the last of the windows in `Ratelimit` begins anew that have no call left in them:
 * `"default";r=0;t=30`. Source: developers.cloudflare.com/fundamentals/api/reference/limits
 * @returns milliseconds
 */
export function retryAfter(headers: Headers): number | undefined {
  const asked = Number(headers.get("retry-after"));
  if (asked > 0 && Number.isFinite(asked)) return asked * 1000;
  const windows = (headers.get("ratelimit") ?? "").split(",").flatMap((limit) => {
    const [, left, seconds] = /;\s*r=(\d+)\s*;\s*t=(\d+)/.exec(limit) ?? [];
    return Number(left) === 0 ? Number(seconds) : [];
  });
  const longest = Math.max(0, ...windows);
  return longest > 0 ? longest * 1000 : undefined;
}
