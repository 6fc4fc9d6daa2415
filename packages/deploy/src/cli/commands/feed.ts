import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ask } from "../../integrations/github/ask.ts";
import { atomOf, pageOf, releases, rssOf } from "../../integrations/github/feed.ts";
import { requireJob } from "../../integrations/github/job.ts";
import { defineCommand } from "../command/command.ts";
import { requireFlag } from "../open/open-app.ts";

export const feedCommand = defineCommand({
  usage: "feed --out site",
  examples: ["feed --out site"],
  options: { out: { type: "string" } },
  positionals: 0,
  async run({ values }, terminal) {
    const folder = requireFlag(values.out, "out", "feed --out site");
    const job = requireJob(process.env);
    const found = await ask(job, { path: "releases?per_page=100" }, releases);
    const { repository } = job;
    const site = {
      repository,
      url: `${process.env.GITHUB_SERVER_URL ?? "https://github.com"}/${repository}`,
    };
    const files = {
      "atom.xml": atomOf(site, found),
      "rss.xml": rssOf(site, found),
      "index.html": pageOf(site),
    };
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    terminal.say(`${found.length} releases in ${Object.keys(files).join(", ")}`);
    return { code: 0, json: { folder, releases: found.length } };
  },
});
