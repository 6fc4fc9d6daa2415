import { z } from "zod";

const sqlFileSchema = z.object({ id: z.string(), sql: z.string() });

/** A D1 database that an infrastructure program is about to give SQL. */
export const askedDatabaseSchema = z.object({
  /** What the program calls it. */
  resource: z.string(),
  /** Its name in the account. */
  name: z.string(),
  /** Its id, where alchemy's state of the profile has it; `null` where it is to be made, or adopted by its name. */
  id: z.string().nullable(),
  /** One of that name that is there already is taken over. */
  adopts: z.boolean(),
  /** The table that remembers which migrations were applied. */
  table: z.string(),
  /** The folder that its migrations come from, as an absolute path; `null` where it has none. */
  folder: z.string().nullable(),
  /** The folder's files, in the order in which they are applied, whether or not they were. */
  migrations: z.array(sqlFileSchema),
  /** Files that are run each time. */
  imports: z.array(sqlFileSchema),
});
export type AskedDatabase = z.infer<typeof askedDatabaseSchema>;

/** What the program's process asks the runner. */
export const questionSchema = z.object({ question: z.number(), database: askedDatabaseSchema });

/** What the runner answers: why the program may not go on, or `null`. */
export const answerSchema = z.object({ question: z.number(), refused: z.string().nullable() });
export type Answer = z.infer<typeof answerSchema>;
