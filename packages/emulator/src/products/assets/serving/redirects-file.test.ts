import { expect, test } from "vitest";
import { findRedirect, parseRedirects } from "./redirects-file.ts";

const RULES = parseRedirects(`
# a comment
/old /new 301
/blog/* /posts/:splat
/u/:name/:page https://elsewhere.example/:name?p=:page 308  # and why
/app/* /index.html 200
nonsense
/no-such-status /x 404
`);

test.each([
  ["/old", { to: "/new", status: 301 }],
  ["/blog/2026/a", { to: "/posts/2026/a", status: 302 }],
  ["/u/ada/1", { to: "https://elsewhere.example/ada?p=1", status: 308 }],
  ["/app/deep/link", { to: "/index.html", status: 200 }],
  ["/older", undefined],
  ["/no-such-status", undefined],
])("%s", (path, expected) => {
  expect(findRedirect(RULES, path)).toEqual(expected);
});
