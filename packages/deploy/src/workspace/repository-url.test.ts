import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { repositoryUrl } from "./repository-url.ts";

describe("a remote as everybody may read it", () => {
  test.each([
    ["https://github.com/acme/shop.git", "https://github.com/acme/shop"],
    ["https://github.com/acme/shop", "https://github.com/acme/shop"],
    ["git@github.com:acme/shop.git", "https://github.com/acme/shop"],
    ["github.com:acme/shop.git/", "https://github.com/acme/shop"],
    ["https://ada:token@git.example.com:8443/acme/shop.git", "https://git.example.com:8443/acme/shop"],
    ["http://localhost:3000/shop", "http://localhost:3000/shop"],
    ["ssh://git@git.example.com:2222/acme/shop.git", "https://git.example.com/acme/shop"],
  ])("%s is %s", (remote, url) => {
    expect(repositoryUrl(remote)).toBe(url);
  });

  test.each(["/home/ada/shop", "../shop", "file:///home/ada/shop.git", "C:\\Users\\ada\\shop", "", "origin"])(
    "%j is nobody else's business",
    (remote) => {
      expect(repositoryUrl(remote)).toBeUndefined();
    },
  );

  test("no user, password or query survives", () => {
    const word = fc.stringMatching(/^[a-z0-9]{8,20}$/);
    fc.assert(
      fc.property(word, word, word, (user, password, query) => {
        const url = repositoryUrl(`https://${user}:${password}@github.com/ACME/SHOP.git?${query}#${query}`);
        expect(url).toBe("https://github.com/ACME/SHOP");
      }),
    );
  });
});
