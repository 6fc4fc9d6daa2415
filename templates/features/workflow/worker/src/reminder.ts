import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";

export type Wish = { text: string; seconds: number };

/** Waits, through restarts and releases if need be, and then gives the text back. */
export class Reminder extends WorkflowEntrypoint<unknown, Wish> {
  override async run({ payload }: WorkflowEvent<Wish>, step: WorkflowStep): Promise<string> {
    await step.sleep("until it is due", `${payload.seconds} seconds`);
    return payload.text;
  }
}
