import { kitState, Worker } from "@kit/deploy/alchemy";
import alchemy from "alchemy";
import { Assets, D1Database, VersionMetadata } from "alchemy/cloudflare";

const app = await alchemy("showcase", { stateStore: kitState });

const db = await D1Database("db", {
  name: `showcase-${app.stage}-db`,
  migrationsDir: "./migrations",
});

export const web = await Worker("web", {
  name: `showcase-${app.stage}`,
  entrypoint: "./src/worker.ts",
  compatibilityDate: "2026-07-01",
  assets: { run_worker_first: ["/api/*"], not_found_handling: "single-page-application" },
  bindings: {
    ASSETS: await Assets({ path: "./dist/client" }),
    DB: db,
    VERSION: VersionMetadata(),
    APP: app.appName,
    PROFILE: app.stage,
  },
});

/** What the Worker is bound to: a binding added above is typed in `src/`. */
export type Env = typeof web.Env;

await app.finalize();
