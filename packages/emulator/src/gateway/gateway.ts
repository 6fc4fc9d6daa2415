import { runsWorkerFirst } from "../products/assets/serving/resolve.ts";
import { serve, serveIfThere } from "../products/assets/serving/serve.ts";
import { bySpecificity, coversUrl } from "../products/domains/route-pattern.ts";
import { Domains } from "../products/domains/store/domains.ts";
import type { Platform } from "../products/product.ts";
import { runnable } from "../products/workers/serving/runnable.ts";
import { servingVersion } from "../products/workers/serving/serving-version.ts";
import { Scripts } from "../products/workers/store/scripts.ts";
import { type Version, Versions } from "../products/workers/store/versions.ts";
import type { Store } from "../store/store.ts";
import { forward } from "./forward.ts";
import { isUpgrade, relay, type Upgrade } from "./websocket.ts";

/** Compatibility date from which a page load that no asset answers prefers `not_found_handling` to the Worker. */
const NAVIGATION_PREFERS_ASSETS = "2025-04-01";

/** A request, and what turns it into a WebSocket where that is asked for. */
export interface Visit {
  request: Request;
  upgrade: Upgrade;
}

/** workers.dev: finds the Worker, picks the version, serves its asset or lets its code answer. */
export class Gateway {
  readonly #platform: Platform;
  readonly #store: Store;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.#store = platform.store;
  }

  /**
   * Answers as the Worker whose name (or `<version>-<name>` or `<alias>-<name>`, a preview) is the first label of the
   * host.
   * @returns undefined where the answer is a WebSocket
   * @param local false when asked by its workers.dev address, which a Worker can switch off
   */
  async fetch(label: string, local: boolean, visit: Visit): Promise<Response | undefined> {
    const script = this.#store.of(Scripts).get(label);
    if (script && (local || script.subdomain.enabled)) return this.fetchScript(label, visit);
    const preview = this.#preview(label, local);
    if (preview) return this.#fetchVersion(preview, visit);
    return notHere(
      script
        ? `The Worker ${label} is not enabled on workers.dev.`
        : `There is no Worker named ${label} in this emulator.`,
    );
  }

  /** Answers for a host that is no Worker's name: by custom domain, else by route. */
  async fetchDomain(host: string, visit: Visit): Promise<Response | undefined> {
    const domains = this.#store.of(Domains);
    const { pathname } = new URL(visit.request.url);
    const route = domains
      .routes()
      .filter(({ pattern }) => coversUrl(pattern, host, pathname))
      .toSorted((a, b) => bySpecificity(a.pattern, b.pattern))[0];
    const script = route ? route.script : domains.customDomain(host)?.script;
    if (script) return this.fetchScript(script, visit);
    const sentence = `This emulator answers for 127.0.0.1, localhost and names under them; ${host} leads to no Worker.`;
    return new Response(`${sentence}\n`, { status: 403 });
  }

  /** Answers as a Worker's current deployment says. */
  async fetchScript(script: string, visit: Visit): Promise<Response | undefined> {
    const version = servingVersion(this.#store, script, visit.request.headers);
    return version ? this.#fetchVersion(version, visit) : notHere(`${script} has nothing deployed.`);
  }

  /** What `env.ASSETS.fetch` of a version answers. */
  fetchAssets(versionId: string, request: Request): Response {
    const assets = this.#store.of(Versions).get(versionId)?.upload.assets;
    if (!assets) return new Response(null, { status: 404 });
    return serve(assets, request, (id) => this.#store.blobs.path(id));
  }

  async #fetchVersion(version: Version, visit: Visit): Promise<Response | undefined> {
    const { request } = visit;
    const { assets, mainModule } = version.upload;
    if (assets) {
      if (mainModule === undefined) return this.fetchAssets(version.id, request);
      if (!runsWorkerFirst(assets.config, new URL(request.url).pathname)) {
        const fallback = isNavigation(request) && navigationPrefersAssets(version);
        const asset = serveIfThere(assets, request, (id) => this.#store.blobs.path(id), fallback);
        if (asset) return asset;
      }
    }
    return this.#run(version, visit);
  }

  async #run(version: Version, { request, upgrade }: Visit): Promise<Response | undefined> {
    const { fleet } = this.#platform;
    const running = runnable(this.#platform, version);
    const workerd = await fleet.serve(running);
    if (isUpgrade(request)) return relay(workerd, request, upgrade);
    try {
      return await forward(workerd, request);
    } catch (error) {
      // A workerd that crashed is started again; what was in a body is gone with it.
      if (request.body || !(await workerd.hasExited())) throw error;
      return forward(await fleet.serve(running), request);
    }
  }

  /** Both an alias and a name may have dashes: every way to part them is tried. */
  #preview(label: string, local: boolean): Version | undefined {
    for (const { index } of label.matchAll(/-/g)) {
      const script = this.#store.of(Scripts).get(label.slice(index + 1));
      if (!script || !(local || script.subdomain.previews_enabled)) continue;
      const version = this.#store.of(Versions).previewed(script.name, label.slice(0, index));
      if (version) return version;
    }
    return undefined;
  }
}

function isNavigation(request: Request): boolean {
  return request.headers.get("sec-fetch-mode") === "navigate";
}

function navigationPrefersAssets({ upload }: Version): boolean {
  if (upload.compatibilityFlags.includes("assets_navigation_has_no_effect")) return false;
  return (
    upload.compatibilityDate >= NAVIGATION_PREFERS_ASSETS ||
    upload.compatibilityFlags.includes("assets_navigation_prefers_asset_serving")
  );
}

function notHere(sentence: string): Response {
  return new Response(`${sentence}\n`, { status: 404, headers: { "content-type": "text/plain" } });
}
