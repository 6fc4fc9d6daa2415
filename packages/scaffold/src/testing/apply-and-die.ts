import { apply } from "../apply.ts";

/** Applies the plan in argv to the tree in argv, and kills itself, as by `kill -9`, before the given step. */
const [root = "", plan = "[]", dieBefore = "0"] = process.argv.slice(2);
let steps = 0;
const die = () => process.kill(process.pid, "SIGKILL");

await apply(root, JSON.parse(plan), {
  onStep: () => {
    if (steps++ === Number(dieBefore)) die();
  },
  finish: {
    mayChange: ["lock"],
    mayMake: ["apps/new/node_modules"],
    run: async () => {
      await Bun.write(`${root}/lock`, "locked anew");
      await Bun.write(`${root}/apps/new/node_modules/some/package.json`, "{}");
      if (steps === Number(dieBefore)) die();
    },
  },
});
