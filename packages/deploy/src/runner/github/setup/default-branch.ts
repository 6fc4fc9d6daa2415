import type { Item } from "./item.ts";
import type { Scene } from "./scene.ts";

/** The branch that workflows run on. */
const MAIN = "main";

/** Workflows run on main: elsewhere nothing would ever be deployed, and nobody would be told. */
export async function defaultBranch({ defaultBranch }: Scene): Promise<Item[]> {
  if (defaultBranch === MAIN) return [];
  const mend = `git branch --move ${defaultBranch} ${MAIN} && git push -u origin ${MAIN} && gh repo edit --default-branch ${MAIN}`;
  return [
    {
      kind: "missing",
      what: `branch ${MAIN}, which workflows run on (the default is ${defaultBranch})`,
      mend,
    },
  ];
}
