/**
 * Matches a path against a rule of `_headers` or `_redirects`: `*` stands for anything and is called `splat`, `:name`
 * for one part of the path.
 * @returns what the parts stood for, or undefined where the rule does not match
 */
export function matchRule(rule: string, pathname: string): Record<string, string> | undefined {
  const pattern = rule
    .split(/(\*|:[A-Za-z]\w*)/)
    .map((part) => {
      if (part === "*") return "(?<splat>.*)";
      return part.startsWith(":") ? `(?<${part.slice(1)}>[^/]+)` : RegExp.escape(part);
    })
    .join("");
  try {
    const match = new RegExp(`^${pattern}$`).exec(pathname);
    return match ? { ...match.groups } : undefined;
  } catch {
    // Two parts of one name: a rule that Cloudflare passes over too.
    return undefined;
  }
}
