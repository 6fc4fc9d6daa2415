import { hc } from "hono/client";
import { useEffect, useState } from "react";
import type { notice as noticeApi } from "../api/notice.ts";
import { fetchOrThrow } from "./client.ts";
import { LineForm } from "./line-form.tsx";

const api = hc<typeof noticeApi>("/api/notice", { fetch: fetchOrThrow });

export function Notice() {
  const [notice, setNotice] = useState<string | null>(null);

  useEffect(() => {
    api.index.$get().then(
      async (response) => setNotice((await response.json()).text),
      () => setNotice(null),
    );
  }, []);

  async function putUp(text: string) {
    await api.index.$put({ json: { text } });
    setNotice(text);
  }

  return (
    <section>
      {notice && <p className="notice">{notice}</p>}
      <LineForm label="Put up a notice" placeholder="Closed on Monday" button="Put up" send={putUp} />
    </section>
  );
}
