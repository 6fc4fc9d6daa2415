import { isPreview } from "../../config/index.ts";
import { requireJob } from "../../integrations/github/job.ts";
import { stickyComment } from "../../integrations/github/sticky-comment.ts";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { type Preview, previewOf } from "../../operations/previews.ts";
import { defineCommand } from "../command/command.ts";
import { requireProfile } from "../open/open-app.ts";
import { openAllIn } from "../open/open-app-on.ts";
import { addSummary } from "../output/github-files.ts";

export const previewCommand = defineCommand({
  usage: "preview --profile preview-12 [--comment]",
  examples: ["preview --profile preview-12"],
  options: { profile: { type: "string" }, comment: { type: "boolean" } },
  positionals: 0,
  async run({ values: { profile = "", comment } }, terminal) {
    if (!isPreview(profile)) {
      throw new Refusal(
        "usage",
        `"${profile}" is no preview: those are called preview-<number of the pull request>.`,
        {
          kind: "usage",
          action: kit("preview", undefined, { profile: "preview-12" }),
        },
      );
    }
    const there = await openAllIn(profile, terminal);
    const previews = await Promise.all(
      there.map((delivery) => previewOf(delivery, requireProfile(delivery, profile, "preview"))),
    );
    for (const { app, url, health } of previews) terminal.say(`${app}  ${url ?? "nowhere"}  ${health ?? ""}`);
    if (previews.length === 0) terminal.say(`No app has ${profile}.`);
    const text = describe(profile, previews);
    await addSummary(text, process.env);
    if (comment) {
      const pull = Number(profile.slice("preview-".length));
      await stickyComment(requireJob(process.env), pull, {
        about: "preview",
        text,
        isNews: previews.length > 0,
      });
    }
    return { code: 0, json: { profile, previews } };
  },
});

function describe(profile: string, previews: readonly Preview[]): string {
  if (previews.length === 0) return `**${profile}**: nothing is deployed; what was is gone.`;
  const rows = previews.map(
    ({ app, release, url, health, size, grown }) =>
      `| ${app} | ${release ?? ""} | ${url ?? ""} | ${health ?? ""} | ${kilobytes(size)} | ${difference(grown)} |`,
  );
  const head = [
    "| app | release | address | health | size | against what serves |",
    "| --- | --- | --- | --- | ---: | ---: |",
  ];
  return [`**${profile}**`, "", ...head, ...rows].join("\n");
}

function kilobytes(bytes: number | null): string {
  return bytes === null ? "" : `${(bytes / 1024).toFixed(1)} kB`;
}

function difference(bytes: number | null): string {
  if (bytes === null) return "";
  return bytes === 0 ? "the same" : `${bytes > 0 ? "+" : "−"}${kilobytes(Math.abs(bytes))}`;
}
