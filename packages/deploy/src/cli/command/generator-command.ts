import { findWorkspace } from "../../workspace/workspace.ts";
import { type Command, defineCommand, type Options } from "./command.ts";

type About = Pick<Command<Options>, "usage" | "examples">;

/**
 * A command that changes the repository's files, which is the generators' to do: it runs `gen` of the same name,
 * by its command line, since nothing here imports generators. Paths in it are meant from where the user is.
 */
export function generatorCommand(name: string, about: About) {
  return defineCommand({
    ...about,
    options: {},
    positionals: 0,
    passesThrough: true,
    async run({ raw }) {
      const { root } = findWorkspace(process.cwd());
      const child = Bun.spawn([process.execPath, "run", "gen", name, ...raw], {
        cwd: root,
        env: { ...process.env, KIT_CALLED_IN: process.cwd() },
        stdio: ["inherit", "inherit", "inherit"],
      });
      return { code: await child.exited, json: undefined };
    },
  });
}
