import { byHand, kit } from "../../names/action.ts";
import { closest } from "../../names/closest.ts";
import { Refusal } from "../../names/user-error.ts";
import { bunRun } from "../../workspace/bun-command.ts";
import { defineCommand } from "../command/command.ts";
import { type ReleaseAction, releaseOptions } from "./release/action.ts";
import { clearAction } from "./release/clear.ts";
import { diffAction } from "./release/diff.ts";
import { listAction } from "./release/list.ts";
import { pruneAction } from "./release/prune.ts";
import { showAction } from "./release/show.ts";
import { verifyAction } from "./release/verify.ts";

const actions: Record<string, ReleaseAction> = {
  list: listAction,
  show: showAction,
  diff: diffAction,
  verify: verifyAction,
  prune: pruneAction,
  clear: clearAction,
};

export const releaseCommand = defineCommand({
  usage: `release ${Object.keys(actions).join("|")} [<app>] …`,
  examples: Object.values(actions).flatMap(({ examples }) => examples),
  options: releaseOptions,
  positionals: 4,
  async run({ positionals: [name = "", ...rest], values }, terminal) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) throw unknownAction(name);
    const { flags, positionals, usage } = action;
    const given = Object.keys(releaseOptions).filter((flag) => Object.hasOwn(values, flag));
    const foreign = given.find((flag) => !flags.some((own) => own === flag));
    const surplus = rest[positionals];
    if (foreign !== undefined || surplus !== undefined) {
      const what = foreign ? `Unknown option '--${foreign}'` : `Unexpected argument "${surplus}"`;
      throw new Refusal("usage", `${what}. It is called so: kit ${usage}`, {
        kind: "usage",
        action: kit("release", undefined, { help: true }),
      });
    }
    return action.run(rest, values, terminal);
  },
});

function unknownAction(name: string): Refusal {
  const known = Object.keys(actions);
  const meant = closest(name, known);
  return new Refusal(
    "usage",
    `kit release has no action "${name}"; it has ${known.join(", ")}.${meant ? ` Did you mean "${meant}"?` : ""}`,
    {
      kind: "usage",
      action: byHand(bunRun(`kit ${actions[meant ?? "list"]?.examples[0] ?? "release --help"}`)),
    },
  );
}
