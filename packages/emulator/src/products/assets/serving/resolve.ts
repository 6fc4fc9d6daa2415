import type { AssetConfig, AssetFile, AssetSet } from "../store/assets.ts";

/** What Cloudflare's asset server would do with a path. */
export type Resolution =
  | { kind: "file"; path: string; file: AssetFile; status: 200 | 404 }
  | { kind: "redirect"; to: string }
  | { kind: "missing" };

/**
 * Finds the asset for a path by `html_handling`.
 * Source: developers.cloudflare.com/workers/static-assets/routing/advanced/html-handling
 * @param pathname decoded, without query
 */
export function resolve(assets: AssetSet, pathname: string): Resolution {
  const handling = assets.config.html_handling;
  const path = handling === "none" ? pathname : meant(assets, pathname);
  const file = path === undefined ? undefined : assets.files[path];
  if (path === undefined || !file) return { kind: "missing" };
  if (handling !== "none" && path.endsWith(".html")) {
    const address = addressOf(path, handling);
    // Where two files want one address, the one that does not get it is served where it was asked for.
    if (address !== pathname && meant(assets, address) === path) return { kind: "redirect", to: address };
  }
  return found(path, file);
}

/** What is answered where nothing was found, by `not_found_handling`. */
export function notFound(assets: AssetSet, pathname: string): Resolution {
  switch (assets.config.not_found_handling) {
    case "single-page-application": {
      const index = assets.files["/index.html"];
      return index ? found("/index.html", index) : { kind: "missing" };
    }
    case "404-page": {
      for (const folder of foldersUp(pathname)) {
        const file = assets.files[`${folder}404.html`];
        if (file) return { kind: "file", path: `${folder}404.html`, file, status: 404 };
      }
      return { kind: "missing" };
    }
    case "none":
      return { kind: "missing" };
  }
}

/** Whether `run_worker_first` sends this path to the Worker before any asset is looked for. */
export function runsWorkerFirst(config: AssetConfig, pathname: string): boolean {
  const rules = config.run_worker_first;
  if (typeof rules === "boolean") return rules;
  const excluded = rules.filter((rule) => rule.startsWith("!")).map((rule) => rule.slice(1));
  if (excluded.some((rule) => matches(rule, pathname))) return false;
  return rules.some((rule) => !rule.startsWith("!") && matches(rule, pathname));
}

function found(path: string, file: AssetFile): Resolution {
  return { kind: "file", path, file, status: 200 };
}

/** The file that an address means: itself, or else the likeliest HTML file. */
function meant(assets: AssetSet, pathname: string): string | undefined {
  return [pathname, ...pagesFor(pathname)].find((path) => assets.files[path]);
}

/** The HTML files that an address may mean, likeliest first. */
function pagesFor(pathname: string): string[] {
  if (pathname.endsWith("/")) {
    const page = pathname.slice(0, -1);
    return page ? [`${pathname}index.html`, `${page}.html`] : ["/index.html"];
  }
  if (pathname.endsWith(".html")) {
    const stem = pathname.slice(0, -".html".length);
    return [`${stem}/index.html`, ...withoutIndex(stem)];
  }
  return [`${pathname}.html`, `${pathname}/index.html`, ...withoutIndex(pathname)];
}

function withoutIndex(stem: string): string[] {
  if (!stem.endsWith("/index")) return [];
  const folder = stem.slice(0, -"/index".length);
  return folder ? [`${folder}.html`] : [];
}

/** The one address at which an HTML file is served; its others redirect there. */
function addressOf(page: string, handling: Exclude<AssetConfig["html_handling"], "none">): string {
  const isIndex = page.endsWith("/index.html");
  const stem = isIndex ? page.slice(0, -"/index.html".length) : page.slice(0, -".html".length);
  if (stem === "") return "/";
  const slash = handling === "force-trailing-slash" || (handling === "auto-trailing-slash" && isIndex);
  return slash ? `${stem}/` : stem;
}

/** `/a/b/c` → `/a/b/`, `/a/`, `/` */
function foldersUp(pathname: string): string[] {
  const parts = pathname.split("/").slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, parts.length - index).join("/")}/`);
}

/** A rule of `run_worker_first`: `*` stands for anything. */
function matches(rule: string, pathname: string): boolean {
  const pattern = rule
    .split("*")
    .map((part) => RegExp.escape(part))
    .join(".*");
  return new RegExp(`^${pattern}$`).test(pathname);
}
