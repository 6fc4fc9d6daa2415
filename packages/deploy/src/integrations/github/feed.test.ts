import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { expect, test } from "vitest";
import { atomOf, pageOf, type Release, rssOf } from "./feed.ts";

const site = { repository: "acme/apps", url: "https://github.com/acme/apps" };
const released = (tag_name: string, at: string | null, more: Partial<Release> = {}): Release => ({
  tag_name,
  name: null,
  html_url: `${site.url}/releases/${tag_name}`,
  draft: false,
  published_at: at,
  ...more,
});

const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, processEntities: true });
const old = released("v1", "2026-01-01T00:00:00Z", {
  author: { login: "mona" },
  body: "First & <b>best</b>",
});
const fresh = released("v2", "2026-02-01T00:00:00Z", { name: "Two" });
const all = [old, fresh, released("v3", null), released("v4", "2026-03-01T00:00:00Z", { draft: true })];

test("Atom: what RFC 4287 wants of a feed and of an entry, newest first, and no drafts", () => {
  const { feed } = parser.parse(atomOf(site, all));
  expect(feed).toMatchObject({
    "@_xmlns": "http://www.w3.org/2005/Atom",
    id: "https://github.com/acme/apps/releases",
    title: "Releases of acme/apps",
    updated: "2026-02-01T00:00:00.000Z",
  });
  expect(feed.link[1]["@_href"]).toBe("https://acme.github.io/apps/atom.xml");
  expect(feed.entry).toMatchObject([
    { title: "Two", updated: "2026-02-01T00:00:00.000Z", author: { name: "acme/apps" } },
    { title: "v1", author: { name: "mona" }, content: { "#text": "First & <b>best</b>" }, id: old.html_url },
  ]);
});

test("RSS: what RSS 2.0 wants of a channel and of an item", () => {
  const { rss } = parser.parse(rssOf(site, all));
  expect(rss["@_version"]).toBe("2.0");
  expect(rss.channel).toMatchObject({ title: "Releases of acme/apps", link: `${site.url}/releases` });
  expect(rss.channel.description).not.toBe("");
  expect(rss.channel.item).toMatchObject([
    { title: "Two", guid: fresh.html_url, pubDate: "Sun, 01 Feb 2026 00:00:00 GMT" },
    { title: "v1", link: old.html_url },
  ]);
});

test("nothing released is a feed, too", () => {
  for (const text of [atomOf(site, []), rssOf(site, [])]) expect(XMLValidator.validate(text)).toBe(true);
  expect(pageOf(site)).toContain('href="atom.xml"');
});

test("whatever was written in a release, both are XML", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (body, name) => {
      const release = released("v1", "2026-01-01T00:00:00Z", { body, name });
      for (const text of [atomOf(site, [release]), rssOf(site, [release])]) {
        expect(XMLValidator.validate(text)).toBe(true);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
        expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      }
    }),
  );
});
