import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Api } from "./api.ts";
import { StageState } from "./stage-state.ts";
import { StateBucket } from "./state-bucket.ts";

/** An R2 of one bucket in memory that counts what is asked of it, answering as Cloudflare does. */
class Account implements Api {
  readonly accountId = "0123456789abcdef0123456789abcdef";
  readonly calls: string[] = [];
  readonly objects = new Map<string, string>();
  hasBucket = false;

  async get(path: string) {
    this.calls.push("get");
    const text = this.objects.get(path);
    return text === undefined ? missing(10007) : new Response(text);
  }

  async put(path: string, body: unknown) {
    this.calls.push("put");
    if (!this.hasBucket) return missing(10006);
    this.objects.set(path, String(body));
    return Response.json({ success: true, result: {}, errors: [] });
  }

  async post() {
    this.calls.push("post");
    this.hasBucket = true;
    return Response.json({ success: true, result: {}, errors: [] });
  }

  async delete(path: string) {
    this.calls.push("delete");
    this.objects.delete(path);
    return Response.json({ success: true, result: {}, errors: [] });
  }
}

function missing(code: number) {
  return Response.json(
    { success: false, result: null, errors: [{ code, message: "missing" }] },
    { status: 404 },
  );
}

const open = (account: Account) => StageState.open(new StateBucket(account), "shop/staging.json");

test("what was saved is there when it is opened again, in a bucket made for it", async () => {
  const account = new Account();
  const state = await open(account);
  state.set("staging", "db", { id: 1 });
  state.set("staging/web", "inner", { id: 2 });
  await state.save();
  expect(account.calls).toEqual(["get", "put", "post", "put"]);

  const again = await open(account);
  expect(again.keys("staging")).toEqual(["db"]);
  expect(again.get("staging", "db")).toEqual({ id: 1 });
  expect(again.children("")).toEqual(["staging"]);
  expect(again.children("staging")).toEqual(["web"]);
});

describe("calls", () => {
  test("many changes at once are few writes, of which the last holds all", async () => {
    const account = new Account();
    account.hasBucket = true;
    const state = await open(account);
    await Promise.all(
      Array.from({ length: 50 }, (_, at) => {
        state.set("staging", `r${at}`, at);
        return state.save();
      }),
    );
    expect(account.calls.filter((it) => it === "put").length).toBeLessThanOrEqual(2);
    expect((await open(account)).keys("staging")).toHaveLength(50);
  });

  test("nothing new is no write", async () => {
    const account = new Account();
    account.hasBucket = true;
    const state = await open(account);
    state.set("staging", "db", { id: 1 });
    await state.save();
    state.set("staging", "db", { id: 1 });
    await state.save();
    expect(account.calls).toEqual(["get", "put"]);
  });

  test("a stage with nothing left leaves no object", async () => {
    const account = new Account();
    const state = await open(account);
    state.set("staging", "db", { id: 1 });
    await state.save();
    state.delete("staging", "db");
    await state.save();
    expect(account.objects.size).toBe(0);
  });
});

test("a write that failed is told to who waits for it, and does not stop the next", async () => {
  const account = new Account();
  account.hasBucket = true;
  const state = await open(account);
  account.put = async () => new Response("no", { status: 400 });
  state.set("staging", "a", 1);
  await expect(state.save()).rejects.toThrow("write alchemy's state shop/staging.json (400)");
  account.put = Account.prototype.put;
  state.set("staging", "b", 2);
  await state.save();
  expect((await open(account)).keys("staging")).toEqual(["a", "b"]);
});

test("it is a map of scopes and keys, saved or not", async () => {
  const name = fc.constantFrom("", "s", "s/web", "s/web/deep");
  const key = fc.constantFrom("a", "b", "constructor", "x/y");
  const change = fc.record({ name, key, value: fc.option(fc.nat()), save: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(change), async (changes) => {
      const account = new Account();
      const state = await open(account);
      const model = new Map<string, number>();
      for (const { name, key, value, save } of changes) {
        if (value === null) state.delete(name, key);
        else state.set(name, key, value);
        if (value === null) model.delete(`${name} ${key}`);
        else model.set(`${name} ${key}`, value);
        if (save) await state.save();
      }
      await state.save();
      const again = await open(account);
      for (const scope of ["", "s", "s/web", "s/web/deep"]) {
        const expected = [...model].filter(([it]) => it.split(" ")[0] === scope);
        expect(new Set(again.keys(scope).map((it) => [`${scope} ${it}`, again.get(scope, it)]))).toEqual(
          new Set(expected),
        );
      }
    }),
  );
});
