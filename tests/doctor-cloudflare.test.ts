import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Workspace } from "./workspace.ts";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
});
afterAll(() => workspace.cleanup());

const report = z.object({
  ok: z.boolean(),
  findings: z.array(
    z.object({
      kind: z.enum(["ok", "wrong"]),
      check: z.string(),
      text: z.string(),
      mend: z.string().optional(),
    }),
  ),
});

const accountId = "0123456789abcdef0123456789abcdef";
const token = "a-token-that-must-not-be-shown";

type Answer = { status: number; body: object };

const good = (result: unknown): Answer => ({
  status: 200,
  body: {
    success: true,
    errors: [],
    messages: [],
    result,
    result_info: { page: 1, per_page: 100, count: 1, total_count: 1 },
  },
});
const bad = (status: number, code: number, message: string): Answer => ({
  status,
  body: { success: false, errors: [{ code, message }], messages: [], result: null },
});

/** What an account in order answers, by the end of the path. */
const inOrder: Record<string, Answer> = {
  "/user/tokens/verify": good({ id: "1", status: "active" }),
  "/tokens/verify": good({ id: "1", status: "active" }),
  [`/accounts/${accountId}`]: good({ id: accountId, name: "Ada's account" }),
  "/workers/scripts": good([]),
  "/workers/subdomain": good({ subdomain: "ada" }),
  "/d1/database": good([{ uuid: "1", name: "one" }]),
  "/r2/buckets": good({ buckets: [] }),
};

/** Runs the doctor against a stand-in for Cloudflare that answers so: no account of ours lacks anything. */
async function doctor(answers: Record<string, Answer>) {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      const found = Object.entries({ ...inOrder, ...answers }).filter(([path]) => pathname.endsWith(path));
      const longest = found.toSorted(([a], [b]) => b.length - a.length)[0]?.[1] ?? bad(404, 7003, "No route");
      return Response.json(longest.body, { status: longest.status });
    },
  });
  const env = {
    CLOUDFLARE_API_TOKEN: token,
    CLOUDFLARE_ACCOUNT_ID: accountId,
    CLOUDFLARE_BASE_URL: `http://127.0.0.1:${server.port}`,
  };
  const command = [process.execPath, "run", "kit", "doctor", "--target", "cloudflare", "--json"];
  const finished = await workspace.run(command, { env });
  await server.stop(true);
  expect(finished.stdout + finished.stderr).not.toContain(token);
  return { code: finished.code, ...report.parse(finished.json()) };
}

describe("kit doctor --target cloudflare", () => {
  test("finds an account in order to be in order", async () => {
    expect(await doctor({})).toMatchObject({ code: 0, ok: true });
  });

  test("finds the emulator's account in order, through the same code", async () => {
    await workspace.kit("emulator", "start");
    const { apiUrl, token, accountId } = await workspace.emulator();
    const env = {
      CLOUDFLARE_API_TOKEN: token,
      CLOUDFLARE_ACCOUNT_ID: accountId,
      CLOUDFLARE_BASE_URL: apiUrl,
    };
    const { code, stdout } = await workspace.run(
      [process.execPath, "run", "kit", "doctor", "--target", "cloudflare"],
      { env },
    );
    expect(`${code} ${stdout}`).toMatch(/^0 /);
  });

  test.each<[string, Record<string, Answer>, string, RegExp]>([
    [
      "a token that Cloudflare does not know",
      {
        "/user/tokens/verify": bad(401, 1000, "Invalid API Token"),
        "/tokens/verify": bad(401, 1000, "Invalid API Token"),
      },
      "token",
      /Invalid API Token.*api-tokens/s,
    ],
    [
      "another account's id",
      { [`/accounts/${accountId}`]: bad(403, 9109, "Unauthorized to access requested resource") },
      "account",
      /9109.*Account Settings/s,
    ],
    [
      "no scope for Workers",
      { "/workers/scripts": bad(403, 10000, "Authentication error") },
      "workers",
      /Workers Scripts: Edit/,
    ],
    [
      "no workers.dev subdomain",
      { "/workers/subdomain": bad(404, 10007, "This account has no subdomain") },
      "workers.dev",
      /no workers.dev subdomain/,
    ],
    [
      "R2 not enabled",
      { "/r2/buckets": bad(403, 10042, "Please enable R2") },
      "r2",
      /R2 is not enabled.*payment method/s,
    ],
    ["no scope for D1", { "/d1/database": bad(403, 10000, "Authentication error") }, "d1", /D1: Edit/],
    [
      "too many databases",
      {
        "/d1/database": good(Array.from({ length: 9 }, (_, at) => ({ uuid: String(at), name: `db-${at}` }))),
      },
      "d1",
      /9 databases exist.*wrangler d1 delete/s,
    ],
  ])("says what to do about %s", async (_what, answers, check, says) => {
    const { code, findings } = await doctor(answers);
    expect(code).toBe(1);
    const wrong = findings.filter(({ kind }) => kind === "wrong");
    expect(wrong.map((finding) => finding.check)).toEqual([check]);
    expect(`${wrong[0]?.text}\n${wrong[0]?.mend}`).toMatch(says);
  });
});
