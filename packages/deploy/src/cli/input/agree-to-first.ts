import type { ProfileName } from "../../config/index.ts";
import { firstDeploy } from "../../operations/first-deploy.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { colour } from "../output/colour.ts";
import type { Terminal } from "../output/terminal.ts";
import { agreed } from "./confirm.ts";

/**
 * Shows what an app's first deploy to an account makes there and what can cost money, and has it agreed to, once.
 * @param yes it is agreed to already
 * @returns whether to go on
 * @throws Refusal naming --yes, where nobody can be asked
 */
export async function agreeToFirst(
  delivery: Delivery,
  profile: ProfileName,
  yes: boolean,
  terminal: Terminal,
): Promise<boolean> {
  const first = await firstDeploy(delivery, profile);
  if (!first) return true;
  const app = delivery.app.name;
  const rows = [
    ["account", `${first.account} (${first.accountId})`],
    ...first.makes.map((each, at) => [at === 0 ? "makes" : "", each]),
    ...first.costs.map((each, at) => [at === 0 ? "can cost" : "", each]),
  ];
  terminal.say(`The first deploy of ${colour.bold(app)} to this account:`);
  for (const [head = "", text = ""] of rows) terminal.say(`  ${colour.dim(head.padEnd(9))} ${text}`);
  return yes || agreed("A first deploy", `deploy ${app} --profile ${profile} --yes`, terminal);
}
