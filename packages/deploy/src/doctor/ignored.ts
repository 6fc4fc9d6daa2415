import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Finding, note, orOk, wrong } from "../names/finding.ts";
import { askGit } from "../workspace/git/ask-git.ts";
import type { Check } from "./check.ts";

const check = "ignored";

/** What git must not keep, and why, each with a path by which git is asked. */
const unwanted = [
  { line: "node_modules/", path: "node_modules/x", why: "it is installed" },
  { line: "dist/", path: "apps/x/dist/x", why: "it is built" },
  { line: ".kit/", path: ".kit/x", why: "the emulator's state and token are in it" },
  { line: ".alchemy/", path: "apps/x/.alchemy/x", why: "alchemy's local state, with secrets, is in it" },
  { line: ".env", path: ".env", why: "secrets are in it" },
];

/** Whether git leaves alone what is made, local or secret. */
export const checkIgnored: Check = async ({ workspace: { root } }) => {
  if ((await askGit(root, "rev-parse", "--git-dir")) === undefined) {
    return [note(check, "not looked at: this is no git repository")];
  }
  const notIgnored = await Promise.all(
    unwanted.map(async ({ line, path, why }): Promise<Finding[]> => {
      if ((await askGit(root, "check-ignore", "--quiet", "--no-index", path)) !== undefined) return [];
      const repair = () => ignore(root, line);
      const mend = `echo ${line} >> .gitignore`;
      return [wrong(check, `.gitignore does not have ${line}: ${why}.`, mend, repair)];
    }),
  );
  return orOk([...notIgnored.flat(), ...(await tracked(root))], check, "what is made, local or secret");
};

/** What git keeps already, whatever .gitignore says. */
async function tracked(root: string): Promise<Finding[]> {
  const patterns = [".kit", ".env", "*/.kit/*", "*/.alchemy/*", ".alchemy"];
  const files = (await askGit(root, "ls-files", "--", ...patterns)) ?? "";
  return files
    .split("\n")
    .filter(Boolean)
    .map((path) => wrong(check, `${path} is committed, and must not be.`, `git rm --cached ${path}`));
}

async function ignore(root: string, line: string): Promise<void> {
  const file = join(root, ".gitignore");
  const before = await readFile(file, "utf8").catch(() => "");
  await writeFile(file, `${before === "" || before.endsWith("\n") ? before : `${before}\n`}${line}\n`);
}
