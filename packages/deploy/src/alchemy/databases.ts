import { resolve } from "node:path";
import { PROVIDERS, type Scope, type State } from "alchemy";
import { z } from "zod";
import { type AskedDatabase, answerSchema } from "../core/asked-database.ts";

/**
 * What the runner wants of this process, in `KIT_DATABASES`: to be asked before SQL is applied to a database
 * (`ask`), or to be told what would be applied, while nothing is made (`survey`).
 */
const wanted = z.enum(["ask", "survey"]).optional().catch(undefined).parse(process.env.KIT_DATABASES);

/** Nothing is made, changed or kept by this process: it only tells of its databases. */
export const isSurvey = wanted === "survey";

const sqlFiles = z.array(z.object({ id: z.string(), sql: z.string() })).default([]);

/** What of alchemy's D1Database says which database it is, and what SQL it gets. */
const databaseProps = z.object({
  name: z.string().optional(),
  adopt: z.boolean().optional(),
  migrationsTable: z.string().optional(),
  migrationsDir: z.string().optional(),
  migrationsFiles: sqlFiles,
  importFiles: sqlFiles,
});
const databaseOutput = z.object({ id: z.string().optional(), name: z.string().optional() });

/**
 * Asks the runner before alchemy gives a database SQL, and waits for its answer. alchemy writes down that it is
 * about to make or to change a resource, with its props, before it does so.
 * Where the runner says no, the process ends: thrown, it might be caught by the program.
 */
export async function askBefore(scope: Scope, state: State): Promise<void> {
  if (wanted === undefined || state.kind !== "cloudflare::D1Database") return;
  if (state.status !== "creating" && state.status !== "updating") return;
  const props = databaseProps.parse(state.props ?? {});
  if (props.migrationsDir === undefined && props.importFiles.length === 0) return;
  const refused = await askRunner(describe(scope, state, props));
  if (refused === null) return;
  console.error(refused);
  process.exit(1);
}

function describe(scope: Scope, state: State, props: z.output<typeof databaseProps>): AskedDatabase {
  const made = databaseOutput.parse(state.output);
  const name = props.name ?? made.name ?? scope.createPhysicalName(state.id);
  const { migrationsDir: folder, migrationsTable: table = "d1_migrations" } = props;
  return {
    resource: state.id,
    name,
    // Under another name it is another database: alchemy puts that in this one's place.
    id: made.name === name && made.id ? made.id : null,
    adopts: props.adopt ?? scope.adopt,
    table,
    folder: folder === undefined ? null : resolve(folder),
    // A file's SQL is no property that is copied: alchemy keeps it out of its state.
    migrations: props.migrationsFiles.map(({ id, sql }) => ({ id, sql })),
    imports: props.importFiles.map(({ id, sql }) => ({ id, sql })),
  };
}

let asked = 0;

/** @returns why it may not go on; `null` where it may */
function askRunner(database: AskedDatabase): Promise<string | null> {
  const question = asked++;
  return new Promise((resolveAnswer) => {
    // A listener that stayed would keep the process from ending.
    const end = (refused: string | null) => {
      process.off("message", hear);
      process.off("disconnect", lose);
      resolveAnswer(refused);
    };
    const hear = (message: unknown) => {
      const answer = answerSchema.safeParse(message);
      if (answer.success && answer.data.question === question) end(answer.data.refused);
    };
    const lose = () => end("The kit that started this program is gone.");
    process.on("message", hear);
    process.on("disconnect", lose);
    if (process.send === undefined) lose();
    else process.send({ question, database });
  });
}

/** In a survey, puts in place of what each resource does nothing at all. */
export function disarm(): void {
  if (!isSurvey) return;
  for (const provider of PROVIDERS.values()) provider.handler = pretend;
}

async function pretend(id: string, props: object | undefined): Promise<object> {
  return { id: `survey-${id}`, name: id, ...props };
}
