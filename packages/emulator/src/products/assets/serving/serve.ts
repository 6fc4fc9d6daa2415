import type { BlobId } from "../../../store/ids.ts";
import type { AssetSet } from "../store/assets.ts";
import { applyHeaders, type HeaderRule, parseHeaders } from "./headers-file.ts";
import { findRedirect, parseRedirects, type RedirectRule } from "./redirects-file.ts";
import { notFound, type Resolution, resolve } from "./resolve.ts";

/** Where a blob's bytes are. */
export type BlobPath = (id: BlobId) => string;

/**
 * Answers for a path if there is an asset for it.
 * @param fallback whether `not_found_handling` counts too
 * @returns undefined where there is none: the Worker's turn
 */
export function serveIfThere(
  assets: AssetSet,
  request: Request,
  blobPath: BlobPath,
  fallback: boolean,
): Response | undefined {
  const url = new URL(request.url);
  const redirect = findRedirect(rulesOf(assets).redirects, decode(url.pathname));
  if (redirect && redirect.status !== 200) {
    const location = redirect.to.includes("?") ? redirect.to : redirect.to + url.search;
    return new Response(null, { status: redirect.status, headers: { location } });
  }
  const pathname = redirect?.to ?? decode(url.pathname);
  let resolution = resolve(assets, pathname);
  if (resolution.kind === "missing" && fallback) resolution = notFound(assets, pathname);
  if (resolution.kind === "missing") return undefined;
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response(null, { status: 405, headers: { allow: "GET, HEAD" } });
  }
  return answer(assets, resolution, url, request, blobPath);
}

/** As `serveIfThere`, for where nothing else could answer: what `env.ASSETS.fetch` gives. */
export function serve(assets: AssetSet, request: Request, blobPath: BlobPath): Response {
  return serveIfThere(assets, request, blobPath, true) ?? new Response(null, { status: 404 });
}

function answer(
  assets: AssetSet,
  resolution: Exclude<Resolution, { kind: "missing" }>,
  url: URL,
  request: Request,
  blobPath: BlobPath,
): Response {
  if (resolution.kind === "redirect") {
    return new Response(null, { status: 307, headers: { location: encodeURI(resolution.to) + url.search } });
  }
  const { file, status } = resolution;
  const etag = `"${file.hash}"`;
  const headers = new Headers({
    etag,
    "cache-control": "public, max-age=0, must-revalidate",
    ...(file.contentType && { "content-type": file.contentType }),
  });
  applyHeaders(rulesOf(assets).headers, decode(url.pathname), headers);
  if (status === 200 && isCurrent(request, etag)) return new Response(null, { status: 304, headers });
  const bytes = Bun.file(blobPath(file.blob));
  if (request.method === "HEAD") {
    headers.set("content-length", String(bytes.size));
    return new Response(null, { status, headers });
  }
  return new Response(bytes, { status, headers });
}

function isCurrent(request: Request, etag: string): boolean {
  const known = request.headers.get("if-none-match");
  if (!known) return false;
  return known.split(",").some((candidate) => candidate.trim().replace(/^W\//, "") === etag);
}

interface Rules {
  headers: HeaderRule[];
  redirects: RedirectRule[];
}

const read = new WeakMap<AssetSet, Rules>();

/** The rules of a version's `_headers` and `_redirects`, read once. */
function rulesOf(assets: AssetSet): Rules {
  const known = read.get(assets);
  if (known) return known;
  const { _headers = "", _redirects = "" } = assets.config;
  const rules = { headers: parseHeaders(_headers), redirects: parseRedirects(_redirects) };
  read.set(assets, rules);
  return rules;
}

function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
