export type Feedback = { text: string; release: string | null };

/** Works through feedback when nobody waits for it any more. What throws here is tried again later. */
export async function takeFeedback(batch: MessageBatch<Feedback>): Promise<void> {
  for (const { id, timestamp, body } of batch.messages) {
    console.log(JSON.stringify({ message: "feedback", id, at: timestamp, ...body }));
  }
}
