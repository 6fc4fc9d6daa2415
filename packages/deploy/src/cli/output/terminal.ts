import type { Progress, Said } from "../../engine/ports/progress.ts";
import { colour } from "./colour.ts";

/** How a step went, and the word for it where that needs one. */
const endings = {
  well: { mark: colour.green("✓"), word: "" },
  failed: { mark: colour.red("✗"), word: "failed: " },
  waiting: { mark: colour.yellow("…"), word: "pending: " },
};

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const labelWidth = 18;
const hideCursor = "\u001b[?25l";
const showCursor = "\u001b[?25h";
const clearLine = "\r\u001b[2K";

/**
 * Where a command talks to its user. Under `--json` everything but the one object goes to stderr. In a pipe
 * there is one plain line a step; on a terminal the step under way is drawn live.
 */
export class Terminal implements Progress {
  readonly #json: boolean;
  readonly #stream: NodeJS.WriteStream;
  #hasAnswered = false;

  constructor({ json }: { json: boolean }) {
    this.#json = json;
    this.#stream = json ? process.stderr : process.stdout;
  }

  /** Whether somebody can be asked. */
  get interactive(): boolean {
    return !this.#json && Boolean(process.stdin.isTTY && process.stdout.isTTY) && !process.env.CI;
  }

  get width(): number {
    return this.#stream.columns ?? 100;
  }

  /** What is being drawn gives way, and is drawn anew below. */
  say(line = ""): void {
    this.#stream.write(`${this.#stream.isTTY ? clearLine : ""}${line}\n`);
  }

  /** What went wrong, where errors go. */
  complain(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** The command to go on with. */
  next(why: string, command: string): void {
    this.say(`${colour.dim(why)} ${colour.cyan(command)}`);
  }

  /** The one object of `--json`: whoever is interrupted when it was said already says nothing more. */
  answer(value: object | undefined): void {
    if (!this.#json || !value || this.#hasAnswered) return;
    this.#hasAnswered = true;
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  note(step: string, text: string): void {
    this.say(`  ${colour.dim("·")} ${label(step)}${text}`);
  }

  fault(step: string, text: string): void {
    this.say(`  ${colour.red("✗")} ${label(step)}${text}`);
  }

  async during<T>(step: string, work: () => Promise<T>, done: (result: T) => Said): Promise<T> {
    const start = performance.now();
    const stopDrawing = this.#draw(step, start);
    try {
      const result = await work();
      stopDrawing();
      const said = done(result);
      const { went, text } = typeof said === "string" ? { went: "well" as const, text: said } : said;
      const { mark, word } = endings[went];
      this.say(`  ${mark} ${label(step)}${word}${text} ${colour.dim(elapsed(start))}`);
      return result;
    } catch (error) {
      stopDrawing();
      this.say(`  ${colour.red("✗")} ${label(step)}${colour.dim(elapsed(start))}`);
      throw error;
    }
  }

  /** @returns what ends the drawing and leaves the line empty */
  #draw(step: string, start: number): () => void {
    if (!this.#stream.isTTY) return () => {};
    let frame = 0;
    const draw = () => {
      const mark = colour.cyan(frames[frame++ % frames.length] ?? "");
      this.#stream.write(`${clearLine}  ${mark} ${label(step)}${colour.dim(elapsed(start))}`);
    };
    this.#stream.write(hideCursor);
    draw();
    const timer = setInterval(draw, 80);
    return () => {
      clearInterval(timer);
      this.#stream.write(`${clearLine}${showCursor}`);
    };
  }
}

/** Gives a terminal back as it was found, whatever was being drawn. */
export function restoreTerminal(): void {
  for (const stream of [process.stdout, process.stderr])
    if (stream.isTTY) stream.write(`${clearLine}${showCursor}`);
}

function label(step: string): string {
  return step.length < labelWidth ? step.padEnd(labelWidth) : `${step}  `;
}

function elapsed(start: number): string {
  const milliseconds = performance.now() - start;
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
