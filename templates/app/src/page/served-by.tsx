import { hc } from "hono/client";
import { useEffect, useState } from "react";
import type { health as healthApi } from "../api/health.ts";
import { fetchOrThrow } from "./client.ts";

const api = hc<typeof healthApi>("/api/health", { fetch: fetchOrThrow });

type Health = { profile: string; release: string | null; digest: string | null };

/** Which release serves this page, and where: the first thing to look at after a deploy or a rollback. */
export function ServedBy() {
  const [health, setHealth] = useState<Health>();

  useEffect(() => {
    api.index.$get().then(
      async (response) => setHealth(await response.json()),
      () => setHealth(undefined),
    );
  }, []);

  return (
    <footer>
      {health && (
        <dl>
          <Fact name="Release" value={health.release ?? "none yet"} />
          <Fact name="Profile" value={health.profile} />
          {health.digest && <Fact name="Digest" value={health.digest.slice(0, "sha256:".length + 12)} />}
        </dl>
      )}
    </footer>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
