import { hc } from "hono/client";
import { useEffect, useState } from "react";
import type { visits as visitsApi } from "../api/visits.ts";
import { fetchOrThrow } from "./client.ts";

const api = hc<typeof visitsApi>("/api/visits", { fetch: fetchOrThrow });

// Out here it is one visit each time the page is loaded, however often the component is.
const counted = api.index.$post().then(
  async (response) => (await response.json()).visits,
  () => undefined,
);

export function Visits() {
  const [visits, setVisits] = useState<number>();

  useEffect(() => {
    counted.then(setVisits);
  }, []);

  return <p className="quiet">{visits && `You are visitor number ${visits}.`}</p>;
}
