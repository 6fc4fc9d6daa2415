import { text } from "node:stream/consumers";
import { kit } from "../../names/action.ts";
import { Refusal } from "../../names/user-error.ts";
import { checkCloudflare } from "../../platform/cloudflare/doctor/cloudflare.ts";
import { cloudflareTarget } from "../../platform/cloudflare/find-target.ts";
import { accountsOf, type CloudflareAccount } from "../../platform/cloudflare/login/accounts.ts";
import { storeLogin } from "../../platform/cloudflare/login/alchemy-login.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { defineCommand } from "../command/command.ts";
import { ask, askSecret } from "../input/prompt.ts";
import { colour } from "../output/colour.ts";
import { showFinding } from "../output/findings.ts";
import type { Terminal } from "../output/terminal.ts";

const tokens = "https://dash.cloudflare.com/profile/api-tokens";

export const loginCommand = defineCommand({
  usage: "login [--account <id>] [--token-stdin]",
  examples: ["login", "login --token-stdin"],
  options: { account: { type: "string" }, "token-stdin": { type: "boolean" } },
  positionals: 0,
  async run({ values }, terminal) {
    const { env } = process;
    const token = await tokenFrom(values["token-stdin"] === true, terminal);
    const { apiUrl } = cloudflareTarget({ token, accountId: "" }, env);
    const account = await choose(
      await accountsOf({ apiUrl, token }),
      values.account ?? env.CLOUDFLARE_ACCOUNT_ID,
      terminal,
    );
    const findings = await checkCloudflare(cloudflareTarget({ token, accountId: account.id }, env));
    for (const finding of findings) showFinding(finding, terminal);
    const isReady = findings.every(({ kind }) => kind !== "wrong");
    const json = { ok: isReady, account, findings };
    if (!isReady) {
      terminal.say("Nothing was stored. Mend what is wrong, then log in again.");
      return { code: 1, json: { ...json, file: null } };
    }
    const file = await storeLogin({ token, account }, env);
    terminal.say(`${colour.green("Logged in")} to ${account.name}. The token is in ${file}, for you alone.`);
    terminal.next("Commands go there so:", `KIT_TARGET=cloudflare ${bunRun("kit status")}`);
    return { code: 0, json: { ...json, file } };
  },
});

/** @throws Refusal where there is none, and nobody to ask */
async function tokenFrom(isPiped: boolean, terminal: Terminal): Promise<string> {
  const given = isPiped ? (await text(process.stdin)).trim() : process.env.CLOUDFLARE_API_TOKEN;
  if (given) return checked(given);
  if (isPiped || !terminal.interactive) {
    throw new Refusal(
      "token-missing",
      `There is no token: ${isPiped ? "nothing came on stdin" : "CLOUDFLARE_API_TOKEN is not set, and nobody can be asked"}. One is made at ${tokens}.`,
      { kind: "usage", action: `${bunRun("kit login --token-stdin")} < token.txt` },
    );
  }
  terminal.say(`A token is made at ${colour.cyan(tokens)}: from the template “Edit Cloudflare Workers”,`);
  terminal.say("with D1: Edit added to its permissions.");
  return checked(await askSecret("Token (not shown): "));
}

/** What has blanks or quotes in it was copied with something else. It is not shown. */
function checked(token: string): string {
  if (/^[\w.~+/=-]+$/.test(token)) return token;
  throw new Refusal("token-malformed", "That is no API token: it has other signs in it than tokens have.", {
    kind: "usage",
    action: `${bunRun("kit login --token-stdin")} < token.txt`,
  });
}

/** @throws Refusal naming the accounts there are */
async function choose(
  accounts: readonly CloudflareAccount[],
  wanted: string | undefined,
  terminal: Terminal,
): Promise<CloudflareAccount> {
  const [only, ...others] = accounts;
  if (!only) {
    throw new Refusal("token-without-account", "The token sees no account.", {
      action: `give it Account Settings: Read, at ${tokens}`,
    });
  }
  if (wanted === undefined && others.length === 0) return only;
  for (const { id, name } of accounts) terminal.say(`  ${id}  ${name}`);
  const asked = wanted ?? (terminal.interactive ? await ask("Which account (its id)? ") : undefined);
  const found = accounts.find(({ id }) => id === asked);
  if (found) return found;
  throw new Refusal(
    "account-ambiguous",
    asked ? `The token does not see an account “${asked}”.` : "The token sees several accounts; say which.",
    { kind: "usage", action: kit("login", undefined, { account: only.id }) },
  );
}
