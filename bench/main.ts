/**
 * `bun run bench`: how long the everyday commands take on this machine, each beside its target, and how many
 * requests fail while releases come and go. `--json` for programs. It works in a temporary folder of its own.
 */
import { availableParallelism, cpus } from "node:os";
import { median, meets } from "./figure.ts";
import { measure } from "./measure.ts";
import { Shop } from "./shop.ts";
import { table } from "./table.ts";
import { visit } from "./visit.ts";

const args = process.argv.slice(2);
const unknown = args.find((argument) => argument !== "--json");
if (unknown !== undefined) {
  process.stderr.write(`The bench does not know ${unknown}; it takes --json or nothing.\n`);
  process.exit(2);
}

const machine = {
  cores: availableParallelism(),
  processor: cpus()[0]?.model ?? "unknown",
  system: `${process.platform} ${process.arch}`,
  bun: Bun.version,
};
const say = (line: string) => process.stderr.write(`measuring ${line}\n`);

let interrupted = false;
const opening = Shop.open();
const stop = async () => {
  interrupted = true;
  await (await opening).workspace.cleanup();
  process.exit(130);
};
process.once("SIGINT", stop).once("SIGTERM", stop);

const shop = await opening;
try {
  const figures = await measure(shop, say);
  const visits = await visit(shop, say);
  print(
    args.includes("--json")
      ? JSON.stringify({
          machine,
          figures: figures.map((figure) => ({ ...figure, median: median(figure.runs), met: meets(figure) })),
          load: visits,
        })
      : `${machine.cores} cores (${machine.processor}), ${machine.system}, Bun ${machine.bun}. Whole processes.\n\n${table(figures, visits)}`,
  );
} catch (error) {
  // Whoever interrupts it takes away what it works on; what then fails is no news.
  if (!interrupted)
    process.stderr.write(`The bench failed. ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
} finally {
  if (!interrupted) await shop.workspace.cleanup();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
