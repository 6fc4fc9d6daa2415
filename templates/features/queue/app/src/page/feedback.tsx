import { hc } from "hono/client";
import { useState } from "react";
import type { feedback as feedbackApi } from "../api/feedback.ts";
import { fetchOrThrow } from "./client.ts";
import { LineForm } from "./line-form.tsx";

const api = hc<typeof feedbackApi>("/api/feedback", { fetch: fetchOrThrow });

export function Feedback() {
  const [isSent, setIsSent] = useState(false);

  async function send(text: string) {
    await api.index.$post({ json: { text } });
    setIsSent(true);
  }

  return (
    <section>
      <LineForm label="What should be better?" placeholder="More cheese" button="Send" send={send} />
      <p role="status">{isSent && "Thank you."}</p>
    </section>
  );
}
