import type { Context, Next } from "hono";
import { ApiError, ok, page } from "../../../api/envelope.ts";
import { param } from "../../../api/request.ts";
import type { Identity } from "../../../instance/identity.ts";
import type { Api, Handler } from "../../product.ts";

export const list: Handler = (c) => page(c, [accountView(c.env.identity)]);

export const get: Handler = (c) => ok(c, accountView(c.env.identity));

export const user: Handler = (c) =>
  ok(c, { id: c.env.identity.accountId, email: "you@localhost", first_name: null, last_name: null });

export const memberships: Handler = (c) =>
  page(c, [{ id: c.env.identity.accountId, status: "accepted", account: accountView(c.env.identity) }]);

export const verifyToken: Handler = (c) => ok(c, { id: c.env.identity.accountId, status: "active" });

/** Refuses every account but the emulator's one. */
export async function requireOurAccount(c: Context<Api>, next: Next): Promise<void> {
  checkAccount(c);
  await next();
}

/**
 * To be asked after the token: the error names the emulator's account.
 * @throws ApiError 403 when the path has another account's id than the emulator's
 */
export function checkAccount(c: Context<Api>): void {
  const asked = param(c, "account");
  const { accountId } = c.env.identity;
  if (asked !== accountId) {
    throw new ApiError(
      403,
      9109,
      `Unauthorized to access account ${asked}: this emulator's is ${accountId}.`,
    );
  }
}

function accountView({ accountId }: Identity) {
  return { id: accountId, name: "Emulator", type: "standard", settings: { enforce_twofactor: false } };
}
