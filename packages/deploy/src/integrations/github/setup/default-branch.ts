import type { Item } from "./item.ts";
import type { Scene } from "./scene.ts";

/** Workflows run on main: elsewhere nothing would ever be deployed, and nobody would be told. */
export async function defaultBranch({ defaultBranch: is }: Scene): Promise<Item[]> {
  if (is === "main") return [];
  return [
    {
      kind: "missing",
      what: `branch main, which workflows run on (the default is ${is})`,
      mend: "git branch --move main && git push --set-upstream origin main && gh repo edit --default-branch main",
    },
  ];
}
