import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AssetConfig, AssetSet } from "../store/assets.ts";
import { notFound, resolve, runsWorkerFirst } from "./resolve.ts";

const PAGES = [
  "/index.html",
  "/about.html",
  "/docs/index.html",
  "/both.html",
  "/both/index.html",
  "/logo.svg",
];

function site(config: object, paths: readonly string[] = PAGES): AssetSet {
  const files = paths.map((path) => [path, { blob: "0".repeat(64), contentType: "", hash: path }]);
  return AssetSet.parse({ config, files: Object.fromEntries(files) });
}

function outcome(assets: AssetSet, path: string): string {
  const resolution = resolve(assets, path);
  if (resolution.kind === "file") return resolution.path;
  return resolution.kind === "redirect" ? `→ ${resolution.to}` : "missing";
}

describe("html_handling", () => {
  test.each([
    ["auto-trailing-slash", "/", "/index.html"],
    ["auto-trailing-slash", "/index.html", "→ /"],
    ["auto-trailing-slash", "/index", "→ /"],
    ["auto-trailing-slash", "/about", "/about.html"],
    ["auto-trailing-slash", "/about.html", "→ /about"],
    ["auto-trailing-slash", "/about/", "→ /about"],
    ["auto-trailing-slash", "/about/index.html", "→ /about"],
    ["auto-trailing-slash", "/docs", "→ /docs/"],
    ["auto-trailing-slash", "/docs/", "/docs/index.html"],
    ["auto-trailing-slash", "/docs/index", "→ /docs/"],
    ["auto-trailing-slash", "/docs.html", "→ /docs/"],
    ["auto-trailing-slash", "/both", "/both.html"],
    ["auto-trailing-slash", "/both/", "/both/index.html"],
    ["auto-trailing-slash", "/logo.svg", "/logo.svg"],
    ["auto-trailing-slash", "/nowhere", "missing"],
    ["force-trailing-slash", "/about", "→ /about/"],
    ["force-trailing-slash", "/about/", "/about.html"],
    ["force-trailing-slash", "/docs", "→ /docs/"],
    ["drop-trailing-slash", "/", "/index.html"],
    ["drop-trailing-slash", "/docs/", "→ /docs"],
    ["drop-trailing-slash", "/docs", "/docs/index.html"],
    ["none", "/about", "missing"],
    ["none", "/about.html", "/about.html"],
    ["none", "/", "missing"],
  ])("%s: %s gives %s", (html_handling, path, expected) => {
    expect(outcome(site({ html_handling }), path)).toBe(expected);
  });

  test("a redirect leads to a page, not to another redirect", () => {
    const name = fc.constantFrom("a", "b", "index", "a.html", "index.html");
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join("/")}`);
    const handling = fc.constantFrom("auto-trailing-slash", "force-trailing-slash", "drop-trailing-slash");
    fc.assert(
      fc.property(fc.array(path), path, handling, (pages, asked, html_handling) => {
        const assets = site(
          { html_handling },
          pages.map((page) => `${page}.html`),
        );
        const first = resolve(assets, asked);
        if (first.kind === "redirect") expect(resolve(assets, first.to).kind).toBe("file");
      }),
    );
  });
});

test("not_found_handling: the nearest 404 page, the page of the application, or nothing", () => {
  const paths = ["/index.html", "/404.html", "/docs/404.html"];
  const page = (config: object, path: string) => {
    const resolution = notFound(site(config, paths), path);
    return resolution.kind === "file" ? [resolution.path, resolution.status] : resolution.kind;
  };
  expect(page({ not_found_handling: "404-page" }, "/docs/deep/x")).toEqual(["/docs/404.html", 404]);
  expect(page({ not_found_handling: "404-page" }, "/x")).toEqual(["/404.html", 404]);
  expect(page({ not_found_handling: "single-page-application" }, "/x/y")).toEqual(["/index.html", 200]);
  expect(page({}, "/x")).toBe("missing");
});

test("run_worker_first: rules, and exceptions to them that win", () => {
  const config = AssetConfig.parse({ run_worker_first: ["/api/*", "/exact", "!/api/docs/*"] });
  const first = ["/api/", "/api/x/y", "/exact"];
  const not = ["/api/docs/x", "/exact/x", "/apix", "/"];
  expect(first.filter((path) => runsWorkerFirst(config, path))).toEqual(first);
  expect(not.filter((path) => runsWorkerFirst(config, path))).toEqual([]);
  expect(runsWorkerFirst(AssetConfig.parse({ run_worker_first: true }), "/")).toBe(true);
});
