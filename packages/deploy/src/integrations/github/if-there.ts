import { Denied } from "./denied.ts";

/** What a question answers, or undefined where GitHub has no such thing. @throws Denied for any other reason */
export async function ifThere<Answer>(question: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Denied && error.reason === "absent") return undefined;
    throw error;
  }
}
