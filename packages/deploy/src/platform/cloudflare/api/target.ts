/** The account that everything goes to, and how to reach it. */
export interface Target {
  /** Cloudflare's API, ending in `/client/v4`. */
  apiUrl: string;
  token: string;
  accountId: string;
  /** Where Workers answer: workers.dev, or one machine's `http://localhost:<port>`. */
  workers: { kind: "workers.dev" } | { kind: "local"; url: string };
}
