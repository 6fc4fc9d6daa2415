/** Where a Worker answers: the emulator's address, and the Worker's name for the `Host` header. */
export interface Served {
  workersUrl: string;
  worker: string;
}

export interface LoadReport {
  requests: number;
  /** One line for each request that was not answered as it had to be. */
  failures: string[];
  /** Requests that each release answered. */
  releases: Record<string, number>;
  /** Requests for an asset of a page that were answered by another release than the page's own. */
  crossed: number;
}

/** Load that goes on until it is stopped. */
export interface Load {
  /** Resolves when that many more requests have been answered, well or not. */
  answered(more: number): Promise<void>;
  stop(): Promise<LoadReport>;
}

/**
 * Visitors who never stop: each loads the page, then what that page asks for, calling the API before each of its
 * files, one request after the other, on connections that are kept alive. So at almost any moment all of them
 * hold a page whose files they have yet to ask for.
 * @param visitors how many at once
 */
export function startLoad(served: Served, visitors = 6): Load {
  const report: LoadReport = { requests: 0, failures: [], releases: {}, crossed: 0 };
  let stopped = false;
  const seen = new Map<string, string>();
  const waiting = new Set<{ until: number; resolve: () => void }>();

  const count = ({ path, objection, release, page }: Visit) => {
    report.requests++;
    if (page && page !== release) report.crossed++;
    if (objection) report.failures.push(`request ${report.requests}: ${path} ${objection}`);
    if (release) report.releases[release] = (report.releases[release] ?? 0) + 1;
    for (const waiter of waiting) {
      if (report.requests < waiter.until) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
  };
  const visitor = async () => {
    while (!stopped) for await (const visit of visitOnce(served)) count(unchanged(visit, seen));
  };
  const all = Array.from({ length: visitors }, visitor);

  return {
    answered: (more) => new Promise((resolve) => waiting.add({ until: report.requests + more, resolve })),
    async stop() {
      stopped = true;
      await Promise.all(all);
      return report;
    },
  };
}

interface Visit {
  path: string;
  /** Why the answer was not what it had to be. */
  objection: string | undefined;
  release: string | null;
  /** The release of the page that names what was asked for. */
  page?: string | null;
  body: string;
}

async function* visitOnce(served: Served): AsyncGenerator<Visit> {
  const page = await visit(served, "/", "text/html");
  yield page;
  for (const [, path = ""] of page.body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
    yield await visit(served, "/api/items", "application/json");
    const type = path.endsWith(".css") ? "text/css" : "text/javascript";
    yield { ...(await visit(served, path, type)), page: page.release };
  }
}

/** A file whose name carries a hash has the same bytes whoever serves it. */
function unchanged(visit: Visit, seen: Map<string, string>): Visit {
  const { path, body, objection } = visit;
  if (objection || !path.startsWith("/assets/")) return visit;
  const before = seen.get(path) ?? body;
  seen.set(path, before);
  return before === body ? visit : { ...visit, objection: "answered other bytes than before" };
}

/** Asks once. A page where a script was asked for is a failure, whatever its status. */
async function visit({ workersUrl, worker }: Served, path: string, type: string): Promise<Visit> {
  const { port } = new URL(workersUrl);
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { host: `${worker}.localhost:${port}` },
      redirect: "manual",
    });
    const body = await response.text();
    const found = response.headers.get("content-type") ?? "nothing";
    const good = response.status === 200 && found.startsWith(type) && body !== "";
    return {
      path,
      objection: good ? undefined : `answered ${response.status}, ${found}, ${body.length} characters`,
      release: response.headers.get("x-kit-release"),
      body,
    };
  } catch (error) {
    return { path, objection: `was not answered: ${error}`, release: null, body: "" };
  }
}
