import { z } from "zod";
import { ask, askAll, tell } from "../ask.ts";
import { Denied } from "../denied.ts";
import { change, type Item, there } from "./item.ts";
import { mayHave, needs } from "./plan.ts";
import type { Scene } from "./scene.ts";

/** The job of ci.yml that ends green only if nothing failed and nothing was left out. */
const CHECK = "CI";
const NAME = "main";

const listed = z.array(z.object({ id: z.number().int(), name: z.string() }));
const rule = z.looseObject({
  type: z.string(),
  parameters: z
    .looseObject({ required_status_checks: z.array(z.looseObject({ context: z.string() })).optional() })
    .optional(),
});
type Rule = z.infer<typeof rule>;

/**
 * What main takes: pull requests that somebody reviewed and that passed CI. Rules that are there are left as they
 * are, and only those that lack are added.
 */
export async function ruleset(scene: Scene): Promise<Item[]> {
  const { repository, defaultBranch } = scene;
  const what = `ruleset on ${defaultBranch}`;
  const instead = "nothing keeps anybody from pushing, so look at CI before you merge";
  if (!mayHave(scene, "pro")) return [{ kind: "impossible", what, why: needs("pro"), instead }];
  const wished = rulesFor(scene);
  const known = await find(scene);
  if (known === "not in the plan") return [{ kind: "impossible", what, why: needs("pro"), instead }];
  if (known === undefined) {
    const body = {
      name: NAME,
      target: "branch",
      enforcement: "active",
      conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      rules: wished,
    };
    const make = () => tell(repository, { method: "POST", path: "rulesets", body });
    return [change(what, describe(wished), make, instead)];
  }
  const lacking = wished.filter((each) => !known.rules.some((rule) => covers(rule, each)));
  if (lacking.length === 0) return [there(what)];
  const rules = known.rules.filter(({ type }) => lacking.every((each) => each.type !== type));
  const merged = [...rules, ...lacking.map((each) => joined(each, known.rules))];
  const add = () =>
    tell(repository, { method: "PUT", path: `rulesets/${known.id}`, body: { rules: merged } });
  return [change(what, `and ${describe(lacking)}`, add, instead)];
}

async function find({ repository }: Scene) {
  try {
    const found = (await askAll(repository, "rulesets", listed)).find(({ name }) => name === NAME);
    if (!found) return undefined;
    const { rules } = await ask(
      repository,
      { path: `rulesets/${found.id}` },
      z.object({ rules: z.array(rule).default([]) }),
    );
    return { id: found.id, rules };
  } catch (error) {
    if (error instanceof Denied && error.reason === "plan") return "not in the plan" as const;
    throw error;
  }
}

/** Source: https://docs.github.com/en/rest/repos/rules#create-a-repository-ruleset */
function rulesFor({ maintainers }: Scene): Rule[] {
  return [
    { type: "deletion" },
    { type: "non_fast_forward" },
    {
      type: "pull_request",
      parameters: {
        // One who is alone could never merge.
        required_approving_review_count: maintainers > 1 ? 1 : 0,
        dismiss_stale_reviews_on_push: maintainers > 1,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_review_thread_resolution: false,
      },
    },
    {
      type: "required_status_checks",
      parameters: {
        required_status_checks: [{ context: CHECK }],
        strict_required_status_checks_policy: false,
      },
    },
  ];
}

function covers(rule: Rule, wished: Rule): boolean {
  return rule.type === wished.type && contexts(wished).every((each) => contexts(rule).includes(each));
}

/** The wished rule, with the checks that the one in its place requires already. */
function joined(wished: Rule, rules: readonly Rule[]): Rule {
  const before = rules.find(({ type }) => type === wished.type)?.parameters;
  const checks = before?.required_status_checks;
  if (!checks) return wished;
  const wanted = wished.parameters?.required_status_checks ?? [];
  return { ...wished, parameters: { ...before, required_status_checks: [...checks, ...wanted] } };
}

function contexts({ parameters }: Rule): string[] {
  return (parameters?.required_status_checks ?? []).map(({ context }) => context);
}

function describe(rules: readonly Rule[]): string {
  const reviewed = rules.some(({ parameters }) => parameters?.required_approving_review_count === 1);
  const words: Record<string, string> = {
    deletion: "it is not deleted",
    non_fast_forward: "nor forced",
    pull_request: reviewed
      ? "by reviewed pull request"
      : "by pull request, which one who is alone merges unreviewed",
    required_status_checks: `when “${CHECK}” passed`,
  };
  return rules.map(({ type }) => words[type] ?? type).join(", ");
}
