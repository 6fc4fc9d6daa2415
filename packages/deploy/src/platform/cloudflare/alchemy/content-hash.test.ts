import fc from "fast-check";
import { expect, test } from "vitest";
import { borrowed } from "./assets.ts";
import { hasContentHash } from "./content-hash.ts";

test.each([
  "/assets/index-DhT_y3aB.js",
  "/assets/index--4k_Z-x1.css",
  "/assets/index-abcdefgh.js",
  "/assets/index-BqX1a2b3.js.map",
  "/assets/inter-latin-400-normal-C38fXH4l.woff2",
  "/app-5KJ2QXWL.js",
  "/static/js/main.3f2a1b7c.js",
  "/static/js/main.3f2a1b7c9d0e1f2a3b4c.chunk.js",
])("%s carries a hash", (path) => expect(hasContentHash(path)).toBe(true));

test.each([
  "/index.html",
  "/about-DhT_y3aB.html",
  "/favicon.svg",
  "/robots.txt",
  "/date-formatter.js",
  "/big-component.js",
  "/jquery.validate.min.js",
  "/assets-DhT_y3aB/logo.svg",
  "/index-DhT_y3aB",
  "/_headers",
])("%s carries none", (path) => expect(hasContentHash(path)).toBe(false));

const base64url = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"];
const hash = fc.array(fc.constantFrom(...base64url), { minLength: 8, maxLength: 8 }).map((it) => it.join(""));

test("whatever hash Vite finds, its file is known by it", () => {
  fc.assert(
    fc.property(hash, fc.constantFrom("index", "my-page", "a.b"), (text, name) =>
      hasContentHash(`/assets/${name}-${text}.js`),
    ),
  );
});

test("of another release's files those are borrowed that are hashed and not one's own", () => {
  const file = (name: string) => ({ name, path: name, hash: "", size: 1, type: "text/javascript" });
  const own = ["/index.html", "/assets/same-DhT_y3aB.js", "/assets/new-AAAAAAAA.js"].map(file);
  const others = ["/index.html", "/old.js", "/assets/same-DhT_y3aB.js", "/assets/old-BBBBBBBB.js"].map(file);
  expect(borrowed(own, others).map(({ name }) => name)).toEqual(["/assets/old-BBBBBBBB.js"]);
  expect(borrowed(own, own)).toEqual([]);
  expect(borrowed([], others), "a Worker without assets has nothing to serve them with").toEqual([]);
});
