import { z } from "zod";
import { colour } from "../../packages/deploy/src/cli/output/colour.ts";
import type { Shell } from "./command.ts";

const history = z.object({
  events: z.array(
    z.object({
      event: z.looseObject({
        type: z.string(),
        release: z.string().optional(),
        digest: z.string().optional(),
      }),
    }),
  ),
});

const status = z.object({
  profiles: z.record(z.string(), z.object({ url: z.string().nullable() })),
});

const health = z.object({ profile: z.string(), release: z.string(), digest: z.string() });

/** The digest that the ledger holds for a release. @throws when it holds none */
export async function digestInLedger(shell: Shell, app: string, release: string): Promise<string> {
  const { stdout } = await shell.quietly(["kit", "history", app, "--json"]);
  const { events } = history.parse(JSON.parse(stdout));
  const created = events.find(({ event }) => event.type === "release-created" && event.release === release);
  if (!created?.event.digest) throw new Error(`The ledger knows no ${release} of ${app}.`);
  return created.event.digest;
}

/** Where a profile answers. @throws when nothing serves there */
export async function urlOf(shell: Shell, app: string, profile: string): Promise<string> {
  const { stdout } = await shell.quietly(["kit", "status", app, "--json"]);
  const url = status.parse(JSON.parse(stdout)).profiles[profile]?.url;
  if (!url) throw new Error(`${app} has no address in ${profile}.`);
  return url;
}

/**
 * Proves by real requests, to the API and to the page, that a profile is served by a release and by the very
 * bytes that the ledger holds for it.
 * @throws saying what answered instead
 */
export async function prove(
  shell: Shell,
  { app, profile, release }: { app: string; profile: string; release: string },
  say: (line: string) => void,
): Promise<void> {
  const [digest, url] = await Promise.all([digestInLedger(shell, app, release), urlOf(shell, app, profile)]);
  const response = await fetch(`${url}/api/health`);
  const answer = health.parse(await response.json());
  expectSame(`${url}/api/health x-kit-release`, response.headers.get("x-kit-release"), release);
  expectSame(`${url}/api/health release`, answer.release, release);
  expectSame(`${url}/api/health profile`, answer.profile, profile);
  expectSame(`${url}/api/health digest`, answer.digest, digest);
  const page = await fetch(`${url}/`);
  await page.body?.cancel();
  expectSame(`${url}/ status`, String(page.status), "200");
  expectSame(`${url}/ x-kit-release`, page.headers.get("x-kit-release"), release);
  say(`${colour.green("proof")} GET ${url}/api/health → x-kit-release: ${release}`);
  say(`      ${answer.digest.slice(0, 23)}… as in the ledger; the page says ${release} too`);
}

function expectSame(what: string, found: string | null, expected: string): void {
  if (found !== expected)
    throw new Error(`${what} is ${found ?? "missing"}; by the ledger it is ${expected}.`);
}
