import { PRODUCTS } from "../products/index.ts";
import { ENDPOINTS } from "./endpoints.ts";

/** What of the emulator's API was asked, and held against something. */
export interface Coverage {
  /** Endpoints whose answers were held against the SDK's types. */
  typed: ReadonlySet<string>;
  /** Endpoints that unmodified wrangler asks, in `wrangler.test.ts`. */
  wrangler: ReadonlySet<string>;
}

/** Endpoints that nobody has asked. */
export function unasked({ typed, wrangler }: Coverage): string[] {
  return ENDPOINTS.map(({ endpoint }) => endpoint).filter(
    (endpoint) => !typed.has(endpoint) && !wrangler.has(endpoint),
  );
}

/** The table for the README. */
export function table({ typed, wrangler }: Coverage): string {
  const rows = PRODUCTS.map(({ name }) => {
    const own = ENDPOINTS.flatMap(({ product, endpoint }) => (product === name ? [endpoint] : []));
    const without = own.filter((endpoint) => !typed.has(endpoint));
    return [
      name,
      String(own.length),
      String(own.length - without.length),
      String(own.filter((endpoint) => wrangler.has(endpoint)).length),
      without.map(shortened).join(", "),
    ];
  });
  const head = [
    "",
    "endpoints",
    "held against the description",
    "asked by wrangler",
    "not in the description",
  ];
  return aligned([head, ...rows]);
}

function shortened(endpoint: string): string {
  return `\`${endpoint.replace("/accounts/:account", "").replace("/workers/scripts/:script", "…/:script")}\``;
}

/** A table as the formatter of this repository writes it. */
function aligned(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows.map(line);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [head, rule, ...body].join("\n");
}
