import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { bunCommand, genCommand } from "../../shared/bun-command.ts";
import { CommandError } from "../../shared/command-error.ts";
import { mergeLockfiles } from "../../update/merge/merge-lockfiles.ts";
import type { Command } from "../command.ts";

/**
 * `gen merge-lockfile <base> <ours> <theirs>`: what git calls to merge bun.lock, with three files of its own, and
 * reads the second of them afterwards. `.gitattributes` and the script `prepare` register it.
 */
export const genMergeLockfile: Command = async (args) => {
  const [base, ours, theirs, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
  if (base === undefined || ours === undefined || theirs === undefined || more.length > 0) {
    throw new CommandError("usage", `Git calls it so: ${genCommand()} merge-lockfile <base> <ours> <theirs>`);
  }
  const read = (path: string) => readFile(path, "utf8");
  const texts = { base: await read(base), ours: await read(ours), theirs: await read(theirs) };
  const merged = mergeLockfiles(texts);
  if (merged === undefined) throw new CommandError("failed", `${NOT_TOGETHER} ${bunCommand()} ${MEND}`);
  await writeFile(ours, merged);
};

const NOT_TOGETHER =
  "Both branches changed the same packages in bun.lock, which has yours for now. Settle the other conflicts, then run:";
const MEND = "install && git add bun.lock";
