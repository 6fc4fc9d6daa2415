import { z } from "zod";
import { ask, tell } from "../ask.ts";
import { ifThere } from "../if-there.ts";
import { change, type Item, there } from "./item.ts";
import type { Scene } from "./scene.ts";

const variable = z.object({ value: z.string() });

const NAME = "CLOUDFLARE_ACCOUNT_ID";

/** The account that workflows deploy to. It is no secret, and jobs that have no environment ask for it. */
export async function variables({ repository, env }: Scene): Promise<Item[]> {
  const known = (await ifThere(ask(repository, { path: `actions/variables/${NAME}` }, variable)))?.value;
  const given = env[NAME];
  const what = `variable ${NAME}`;
  if (known !== undefined && (given === undefined || given === known)) return [there(`${what}, ${known}`)];
  if (given === undefined) return [{ kind: "missing", what, mend: `export ${NAME}=…` }];
  const body = { name: NAME, value: given };
  return [
    known === undefined
      ? change(what, given, () => tell(repository, { method: "POST", path: "actions/variables", body }))
      : change(what, `${known} → ${given}`, () =>
          tell(repository, { method: "PATCH", path: `actions/variables/${NAME}`, body }),
        ),
  ];
}
