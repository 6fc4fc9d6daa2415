import { matchRule } from "./path-rule.ts";

/** One block of a `_headers` file: what to set and what to take away on the paths that it matches. */
export interface HeaderRule {
  path: string;
  set: [name: string, value: string][];
  unset: string[];
}

/**
 * Reads a `_headers` file. Lines that mean nothing are passed over, as Cloudflare does.
 * Source: developers.cloudflare.com/workers/static-assets/headers
 */
export function parseHeaders(text: string): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    if (!line || line.startsWith("#")) continue;
    const rule = rules.at(-1);
    const colon = line.indexOf(":");
    if (line.startsWith("/") || line.startsWith("https://")) {
      rules.push({ path: line, set: [], unset: [] });
    } else if (line.startsWith("!")) {
      rule?.unset.push(line.slice(1).trim());
    } else if (colon > 0) {
      rule?.set.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    }
  }
  return rules;
}

/** Applies the rules that match, in order; a header set by two of them carries both values. */
export function applyHeaders(rules: readonly HeaderRule[], pathname: string, headers: Headers): void {
  const ours = new Set<string>();
  for (const rule of rules) {
    if (!matchRule(rule.path, pathname)) continue;
    for (const name of rule.unset) headers.delete(name);
    for (const [name, value] of rule.set) {
      if (ours.has(name.toLowerCase())) headers.append(name, value);
      else headers.set(name, value);
      ours.add(name.toLowerCase());
    }
  }
}
