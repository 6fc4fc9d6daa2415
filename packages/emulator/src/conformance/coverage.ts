import { ENDPOINTS } from "./endpoints.ts";

/** Endpoints by what they are for, in the order of the table. The first that fits an endpoint has it. */
const FAMILIES: readonly [name: string, path: RegExp][] = [
  ["domains, routes, zones", /\/zones|\/workers\/domains|\/domains\/(records|changeset)|:script\/routes/],
  ["queues", /\/queues|queue-consumers/],
  ["Workflows", /\/workflows/],
  ["KV", /\/storage\/kv/],
  ["D1", /\/d1\//],
  ["Hyperdrive", /\/hyperdrive\//],
  ["R2", /\/r2\//],
  ["Durable Objects", /durable_objects/],
  ["static assets", /\/assets/],
  ["versions and deployments", /:script\/(versions|deployments)/],
  ["secrets", /:script\/secrets/],
  ["scripts, settings, schedules, subdomains", /\/workers\//],
  ["accounts, tokens, memberships", /./],
];

/** What of the emulator's API was asked, and held against something. */
export interface Coverage {
  /** Endpoints whose answers were held against the SDK's types. */
  typed: ReadonlySet<string>;
  /** Endpoints that unmodified wrangler asks, in `wrangler.test.ts`. */
  wrangler: ReadonlySet<string>;
}

/** Endpoints that nobody has asked. */
export function unasked({ typed, wrangler }: Coverage): string[] {
  return ENDPOINTS.filter((endpoint) => !typed.has(endpoint) && !wrangler.has(endpoint));
}

/** The table for the README. */
export function table({ typed, wrangler }: Coverage): string {
  const rows = FAMILIES.map(([name]) => {
    const own = ENDPOINTS.filter((endpoint) => familyOf(endpoint) === name);
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

function familyOf(endpoint: string): string | undefined {
  return FAMILIES.find(([, path]) => path.test(endpoint))?.[0];
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
