import type { ProfileName } from "../names/name.ts";
import { describeStep } from "./describe-step.ts";
import { type Pipeline, profilesOf, type Step } from "./pipeline.ts";
import { stepsOfRun } from "./run-steps.ts";

/** `width`: how many columns there are. */
export type PictureOptions = { width: number };

/** A step drawn: four lines of `width` columns. */
type Box = { lines: readonly string[]; width: number };
/** Neighbouring boxes that belong to one run. */
type Group = { run: ProfileName; boxes: readonly Box[] };

const arrow = ["    ", "───▶", "    ", "    "];
const arrowWidth = 4;

/**
 * The pipeline as a row of boxes, deploys heavy and gates light, and below them which run does what. What
 * does not fit goes on in another row, which begins with the arrow that leads to it. Plain text, no colour.
 */
export function picture(pipeline: Pipeline, { width }: PictureOptions): string {
  const runs = profilesOf(pipeline).map((run) => ({ run, boxes: boxesOf(pipeline, run, width) }));
  const fits = widthOf(runs.flatMap(({ boxes }) => boxes)) <= width;
  const rows = fits ? [runs] : runs.flatMap((group) => wrap(group, width - arrowWidth).map((it) => [it]));
  return rows.map((row, at) => drawRow(row, at > 0)).join("\n\n");
}

function boxesOf(pipeline: Pipeline, run: ProfileName, width: number): Box[] {
  const steps = stepsOfRun(pipeline, run);
  if (steps === undefined) return [];
  const longest = Math.max(8, width - arrowWidth - "│  │".length);
  return [...steps.admission, steps.deploy, ...steps.verification].map((step) => draw(step, longest));
}

function draw(step: Step, longest: number): Box {
  const isDeploy = step.kind === "deploy";
  const text = [isDeploy ? step.profile : step.name, describeStep(step)].map((it) => shorten(it, longest));
  const inner = Math.max(...text.map((it) => it.length));
  const side = isDeploy ? "┃" : "│";
  const line = (isDeploy ? "━" : "─").repeat(inner + 2);
  return {
    width: inner + 4,
    lines: [
      isDeploy ? `┏${line}┓` : `╭${line}╮`,
      ...text.map((it) => `${side} ${it.padEnd(inner)} ${side}`),
      isDeploy ? `┗${line}┛` : `╰${line}╯`,
    ],
  };
}

function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function widthOf(boxes: readonly Box[]): number {
  return boxes.reduce((sum, { width }) => sum + width, arrowWidth * Math.max(0, boxes.length - 1));
}

/** One run's boxes in as many groups as it takes for each to fit. */
function wrap({ run, boxes }: Group, columns: number): Group[] {
  const rows: Box[][] = [];
  for (const box of boxes) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf([...row, box]) <= columns) row.push(box);
    else rows.push([box]);
  }
  return rows.map((row) => ({ run, boxes: row }));
}

function drawRow(row: readonly Group[], goesOn: boolean): string {
  const boxes = row.flatMap((group) => group.boxes);
  const lines = arrow.map(
    (piece, line) => (goesOn ? piece : "") + boxes.map((box) => box.lines[line]).join(piece),
  );
  const indent = goesOn ? " ".repeat(arrowWidth) : "";
  return [...lines, indent + row.map(bracket).join(" ".repeat(arrowWidth))].join("\n");
}

function bracket({ run, boxes }: Group): string {
  const inner = widthOf(boxes) - 2;
  const label = [` run to ${run} `, ` ${run} `].find((it) => it.length <= inner) ?? "";
  return `└${label.padStart(Math.ceil((inner + label.length) / 2), "─").padEnd(inner, "─")}┘`;
}
