import { matchRule } from "./path-rule.ts";

export interface RedirectRule {
  from: string;
  to: string;
  /** 200 serves the other path's asset without telling. */
  status: 200 | 301 | 302 | 303 | 307 | 308;
}

const STATUSES: readonly RedirectRule["status"][] = [200, 301, 302, 303, 307, 308];

/**
 * Reads a `_redirects` file. Lines that mean nothing are passed over, as Cloudflare does.
 * Source: developers.cloudflare.com/workers/static-assets/redirects
 */
export function parseRedirects(text: string): RedirectRule[] {
  return text.split("\n").flatMap((line) => {
    const [from, to, code = "302"] = line
      .replace(/(^|\s)#.*$/, "")
      .trim()
      .split(/\s+/);
    const status = STATUSES.find((known) => String(known) === code);
    return from?.startsWith("/") && to && status ? [{ from, to, status }] : [];
  });
}

/** The first rule that matches, with what its parts stood for put in. */
export function findRedirect(
  rules: readonly RedirectRule[],
  pathname: string,
): Pick<RedirectRule, "to" | "status"> | undefined {
  for (const { from, to, status } of rules) {
    const parts = matchRule(from, pathname);
    if (!parts) continue;
    return { status, to: to.replace(/:([A-Za-z]\w*)/g, (whole, name: string) => parts[name] ?? whole) };
  }
  return undefined;
}
