import { z } from "zod";
import type { RemoteCloud } from "./emulator-process.ts";

/** Writes 1, then 2, then 3 by a call of the API, each over the one before. */
export interface CountingWriter {
  name: string;
  /** Makes what the numbers are written to. */
  prepare(cloud: RemoteCloud): Promise<void>;
  /** @throws when the number was not acknowledged */
  write(cloud: RemoteCloud, number: number): Promise<void>;
  /**
   * The number that is there now.
   * @param expected the last that was acknowledged, for those who only tell odd from even
   * @throws when it is there by half
   */
  read(cloud: RemoteCloud, expected: number): Promise<number>;
}

/** One for each way of writing that goes somewhere else on the disk. */
export const COUNTING_WRITERS: readonly CountingWriter[] = [
  key(),
  object(),
  rows(),
  worker(),
  split(),
  secret(),
  comingAndGoing(),
];

function key(): CountingWriter {
  const path = (id: string) => `/storage/kv/namespaces/${id}`;
  let id = "";
  return {
    name: "a key of KV",
    prepare: async (cloud) => {
      const { result } = await acknowledged(cloud.api("POST", path("").slice(0, -1), { title: "chaos" }));
      id = z.looseObject({ id: z.string() }).parse(result).id;
      await acknowledged(cloud.api("PUT", `${path(id)}/values/number`, "0"));
    },
    write: async (cloud, number) => {
      await acknowledged(cloud.api("PUT", `${path(id)}/values/number`, String(number)));
    },
    read: async (cloud) => {
      const { result } = await acknowledged(cloud.api("POST", `${path(id)}/bulk/get`, { keys: ["number"] }));
      return Number(z.object({ values: z.object({ number: z.string() }) }).parse(result).values.number);
    },
  };
}

/** Large enough to be written in several goes. */
const LINES = 20_000;

function object(): CountingWriter {
  const path = "/r2/buckets/chaos";
  const write = async (cloud: RemoteCloud, number: number) => {
    await acknowledged(cloud.api("PUT", `${path}/objects/number`, `${number}\n`.repeat(LINES)));
  };
  return {
    name: "an object of R2",
    prepare: async (cloud) => {
      await acknowledged(cloud.api("POST", "/r2/buckets", { name: "chaos" }));
      await write(cloud, 0);
    },
    write,
    read: async (cloud) => {
      const lines = (await cloud.download(`${path}/objects/number`)).trim().split("\n");
      const [number = ""] = lines;
      if (lines.length !== LINES || lines.some((line) => line !== number)) throw new Error("Half an object.");
      return Number(number);
    },
  };
}

function rows(): CountingWriter {
  let id = "";
  const query = async (cloud: RemoteCloud, sql: string) => {
    const { result } = await acknowledged(cloud.api("POST", `/d1/database/${id}/query`, { sql }));
    return z.array(z.looseObject({ results: z.array(z.record(z.string(), z.number())) })).parse(result);
  };
  return {
    name: "two rows of D1, in one call",
    prepare: async (cloud) => {
      const { result } = await acknowledged(cloud.api("POST", "/d1/database", { name: "chaos" }));
      id = z.looseObject({ uuid: z.string() }).parse(result).uuid;
      await query(cloud, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (0), (0)");
    },
    write: async (cloud, number) => {
      const half = (row: number) => `UPDATE t SET n = ${number} WHERE rowid = ${row}`;
      await query(cloud, `${half(1)}; ${half(2)}`);
    },
    read: async (cloud) => {
      const [answer] = await query(cloud, "SELECT n FROM t");
      const [one, two] = answer?.results.map(({ n }) => n) ?? [];
      if (one === undefined || one !== two) throw new Error(`Half a transaction: ${one}, ${two}`);
      return one;
    },
  };
}

/** A Worker whose code says a number, with an asset that says the same. */
function worker(): CountingWriter {
  const write = async (cloud: RemoteCloud, number: number) => {
    const jwt = await cloud.assets("chaos-worker", { "/asset.txt": String(number) });
    await acknowledged(cloud.put("chaos-worker", says(number), { assets: { jwt } }));
  };
  return {
    name: "a Worker with an asset",
    prepare: (cloud) => write(cloud, 0),
    write,
    read: async (cloud) => {
      const ask = async (path: string) => (await cloud.fetch("chaos-worker", path)).text();
      const [code, asset] = [await ask("/"), await ask("/asset.txt")];
      if (code !== asset) throw new Error(`Code of ${code} with the asset of ${asset}.`);
      return Number(code);
    },
  };
}

/** The share of a version, which the deployment's message says, too. */
function split(): CountingWriter {
  const path = "/workers/scripts/chaos-split/deployments";
  let versions: string[] = [];
  const write = async (cloud: RemoteCloud, number: number) => {
    const [older = "", newer = ""] = versions;
    const share = number % 101;
    await acknowledged(
      cloud.api("POST", path, {
        strategy: "percentage",
        versions: [
          { version_id: older, percentage: 100 - share },
          { version_id: newer, percentage: share },
        ],
        annotations: { "workers/message": String(number) },
      }),
    );
  };
  return {
    name: "a split of traffic",
    prepare: async (cloud) => {
      await acknowledged(cloud.put("chaos-split", says(1)));
      versions = [await cloud.version("chaos-split", says(1)), await cloud.version("chaos-split", says(2))];
      await write(cloud, 0);
    },
    write,
    read: async (cloud) => {
      const { result } = await acknowledged(cloud.api("GET", path));
      const [current] = Deployments.parse(result).deployments;
      const number = Number(current?.annotations["workers/message"]);
      const shares = current?.versions.map(({ percentage }) => percentage).toSorted((a, b) => a - b);
      const share = number % 101;
      const wanted = [100 - share, share].toSorted((a, b) => a - b);
      if (JSON.stringify(shares) !== JSON.stringify(wanted))
        throw new Error(`${number} splits into ${shares}.`);
      if (!(await cloud.fetch("chaos-split", "/")).ok) throw new Error("The split does not serve.");
      return number;
    },
  };
}

const Deployments = z.object({
  deployments: z.array(
    z.looseObject({
      annotations: z.looseObject({ "workers/message": z.string().optional() }),
      versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })),
    }),
  ),
});

/** A secret that its Worker gives away: a version and a deployment, each time. */
function secret(): CountingWriter {
  const write = async (cloud: RemoteCloud, number: number) => {
    const text = String(number);
    const body = { name: "NUMBER", text, type: "secret_text" };
    await acknowledged(cloud.api("PUT", "/workers/scripts/chaos-secret/secrets", body));
  };
  return {
    name: "a secret",
    prepare: async (cloud) => {
      await acknowledged(
        cloud.put("chaos-secret", "export default { fetch: (_, env) => new Response(env.NUMBER) };"),
      );
      await write(cloud, 0);
    },
    write,
    read: async (cloud) => Number(await (await cloud.fetch("chaos-secret", "/")).text()),
  };
}

/** A Worker that is there, and says the number, when the number is odd. */
function comingAndGoing(): CountingWriter {
  const path = "/workers/scripts/chaos-guest";
  return {
    name: "a Worker that comes and goes",
    prepare: async () => undefined,
    write: async (cloud, number) => {
      const odd = number % 2 === 1;
      await acknowledged(odd ? cloud.put("chaos-guest", says(number)) : cloud.api("DELETE", path));
    },
    read: async (cloud, expected) => {
      const listed = (await acknowledged(cloud.api("GET", "/workers/scripts"))).result;
      const there = z.array(z.looseObject({ id: z.string() })).parse(listed);
      const response = await cloud.fetch("chaos-guest", "/");
      if (there.some(({ id }) => id === "chaos-guest")) return Number(await response.text());
      if (response.status !== 404) throw new Error("A Worker that is gone answers.");
      return expected % 2 === 0 ? expected : expected + 1;
    },
  };
}

const says = (number: number) => `export default { fetch: () => new Response("${number}") };`;

async function acknowledged<T extends { success: boolean; errors: object[] }>(
  answer: Promise<T>,
): Promise<T> {
  const given = await answer;
  if (!given.success) throw new Refused(JSON.stringify(given.errors));
  return given;
}

/** The API answered, and it said no. */
export class Refused extends Error {
  override name = "Refused";
}
