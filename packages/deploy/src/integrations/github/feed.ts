import { z } from "zod";

/**
 * What of a release on GitHub is told.
 * Source: https://docs.github.com/en/rest/releases/releases#list-releases
 */
export const releases = z.array(
  z.object({
    tag_name: z.string(),
    name: z.string().nullable(),
    body: z.string().nullish(),
    html_url: z.string(),
    draft: z.boolean(),
    published_at: z.string().nullable(),
    author: z.object({ login: z.string() }).nullish(),
  }),
);
export type Release = z.infer<typeof releases>[number];

/** Whose releases they are. */
export interface Site {
  /** `owner/name` */
  repository: string;
  /** Of the repository. */
  url: string;
}

/**
 * The releases as an Atom feed, newest first.
 * Source: https://www.rfc-editor.org/rfc/rfc4287
 */
export function atomOf({ repository, url }: Site, all: readonly Release[]): string {
  const told = publishedIn(all);
  const entries = told.map(({ release, at }) => [
    "  <entry>",
    `    <id>${escaped(release.html_url)}</id>`,
    `    <title>${escaped(titleOf(release))}</title>`,
    `    <link rel="alternate" href="${escaped(release.html_url)}"/>`,
    `    <updated>${at.toISOString()}</updated>`,
    `    <author><name>${escaped(release.author?.login ?? repository)}</name></author>`,
    `    <content type="text">${escaped(release.body ?? "")}</content>`,
    "  </entry>",
  ]);
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <id>${escaped(`${url}/releases`)}</id>`,
    `  <title>${escaped(`Releases of ${repository}`)}</title>`,
    `  <link rel="alternate" href="${escaped(`${url}/releases`)}"/>`,
    `  <link rel="self" type="application/atom+xml" href="${escaped(pagesOf(repository))}atom.xml"/>`,
    `  <updated>${(told[0]?.at ?? new Date(0)).toISOString()}</updated>`,
    ...entries.flat(),
    "</feed>",
  ].join("\n")}\n`;
}

/**
 * The same as RSS.
 * Source: https://www.rssboard.org/rss-specification
 */
export function rssOf({ repository, url }: Site, all: readonly Release[]): string {
  const items = publishedIn(all).map(({ release, at }) => [
    "    <item>",
    `      <title>${escaped(titleOf(release))}</title>`,
    `      <link>${escaped(release.html_url)}</link>`,
    `      <guid>${escaped(release.html_url)}</guid>`,
    `      <pubDate>${at.toUTCString()}</pubDate>`,
    `      <description>${escaped(release.body ?? "")}</description>`,
    "    </item>",
  ]);
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    '<rss version="2.0">',
    "  <channel>",
    `    <title>${escaped(`Releases of ${repository}`)}</title>`,
    `    <link>${escaped(`${url}/releases`)}</link>`,
    `    <description>${escaped(`What was released of ${repository}`)}</description>`,
    ...items.flat(),
    "  </channel>",
    "</rss>",
  ].join("\n")}\n`;
}

/** A page for whoever opens the site itself: where the feeds are. */
export function pageOf({ repository, url }: Site): string {
  const title = escaped(`Releases of ${repository}`);
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <link rel="alternate" type="application/atom+xml" href="atom.xml" title="${title}">
    <link rel="alternate" type="application/rss+xml" href="rss.xml" title="${title}">
  </head>
  <body>
    <h1>${title}</h1>
    <p><a href="atom.xml">Atom</a> · <a href="rss.xml">RSS</a> · <a href="${escaped(`${url}/releases`)}">on GitHub</a></p>
  </body>
</html>
`;
}

/** Where GitHub Pages has a repository's site, unless it has a domain of its own. */
function pagesOf(repository: string): string {
  const [owner = "", name = ""] = repository.split("/");
  const host = `${owner.toLowerCase()}.github.io`;
  return name.toLowerCase() === host ? `https://${host}/` : `https://${host}/${name}/`;
}

function publishedIn(all: readonly Release[]): { release: Release; at: Date }[] {
  return all
    .flatMap((release) =>
      release.draft || release.published_at === null ? [] : [{ release, at: new Date(release.published_at) }],
    )
    .toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

function titleOf({ name, tag_name }: Release): string {
  return name || tag_name;
}

/** What others wrote, as text. Characters that XML cannot have are left out: https://www.w3.org/TR/xml/#charsets */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
