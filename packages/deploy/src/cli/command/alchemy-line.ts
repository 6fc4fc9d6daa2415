import { parseArgs } from "node:util";
import { Refusal } from "../../names/user-error.ts";

/** alchemy's own options that take a value: what follows one of them is no command. */
const elsewhere = {
  app: { type: "string" },
  cwd: { type: "string" },
  "env-file": { type: "string" },
  envFile: { type: "string" },
  "root-dir": { type: "string" },
  rootDir: { type: "string" },
  stage: { type: "string" },
} as const;
const options = {
  ...elsewhere,
  json: { type: "boolean" },
  profile: { type: "string" },
  version: { type: "string" },
  yes: { type: "boolean" },
} as const;

/** alchemy's commands that sign somebody in. Their `--profile` is alchemy's: a set of credentials, and no stage. */
const aboutCredentials = ["configure", "login", "logout"];
/** alchemy's commands that act on a stage, or look at one. */
const aboutStages = ["deploy", "destroy", "dev", "run", "state"];

/** A line typed for alchemy. */
export interface AlchemyLine {
  /** As typed. */
  raw: readonly string[];
  command: string | undefined;
  /** The profile that it names, where `--profile` means one. */
  profile: string | undefined;
  /** The release that it names. */
  version: string | undefined;
  yes: boolean;
}

/**
 * Reads what was typed after `alchemy`.
 * @throws Refusal when it names a profile, and something else that it could be about
 */
export function readAlchemyLine(raw: readonly string[]): AlchemyLine {
  const { positionals, tokens, values } = parseArgs({
    args: [...raw],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const [command, ...others] = positionals;
  const { version, yes } = values;
  const line = {
    raw,
    command,
    profile: undefined,
    version: typeof version === "string" ? version : undefined,
    yes: yes === true,
  };
  const profiles = tokens.filter((token) => token.kind === "option" && token.name === "profile");
  if (profiles.length === 0 || aboutCredentials.includes(command ?? "")) return line;
  if (typeof values.profile !== "string" || values.profile === "" || profiles.length > 1)
    throw refusal("--profile needs one profile", command);
  const other = Object.keys(elsewhere).find((name) => name in values);
  if (other) throw refusal(`--profile and --${other} are two places`, command);
  const isKits = command === "deploy" || command === "destroy";
  if (isKits && others.length > 0)
    throw refusal(`--profile and ${JSON.stringify(others[0])} are two places`, command);
  if (!aboutStages.includes(command ?? ""))
    throw refusal("--profile is not said of a command on a profile", command);
  return { ...line, profile: values.profile };
}

/** What alchemy itself is started with: its word for a profile is stage. */
export function argumentsFor({ raw }: AlchemyLine, profile: string | undefined): string[] {
  if (profile === undefined) return [...raw];
  const at = raw.findIndex((arg) => arg === "--profile" || arg.startsWith("--profile="));
  const rest = raw.toSpliced(at, raw[at] === "--profile" ? 2 : 1);
  return [...rest, "--stage", profile];
}

function refusal(why: string, command: string | undefined): Refusal {
  const shown = aboutStages.includes(command ?? "") ? command : "deploy";
  return new Refusal("alchemy-ambiguous", `${why}. Nothing was changed.`, {
    kind: "usage",
    action: `bun alchemy ${shown === "state" ? "state list" : shown} --profile staging`,
  });
}
