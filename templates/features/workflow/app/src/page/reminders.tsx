import { hc } from "hono/client";
import { useEffect, useState } from "react";
import type { reminders as remindersApi } from "../api/reminders.ts";
import { fetchOrThrow } from "./client.ts";
import { LineForm } from "./line-form.tsx";

const api = hc<typeof remindersApi>("/api/reminders", { fetch: fetchOrThrow });

export function Reminders() {
  const [id, setId] = useState<string>();
  const [due, setDue] = useState<string | null>(null);

  async function start(text: string) {
    const response = await api.index.$post({ json: { text, seconds: 60 } });
    if (!response.ok) return;
    setId((await response.json()).id);
    setDue(null);
  }

  useEffect(() => {
    if (id === undefined || due !== null) return;
    const timer = setInterval(() => {
      api[":id"].$get({ param: { id } }).then(
        async (response) => response.ok && setDue((await response.json()).due),
        () => {}, // It is asked again in a moment.
      );
    }, 5000);
    return () => clearInterval(timer);
  }, [id, due]);

  return (
    <section>
      <LineForm label="Remind me in a minute" placeholder="The tea" button="Remind" send={start} />
      <p role="status">{due ?? (id && "Waiting.")}</p>
    </section>
  );
}
