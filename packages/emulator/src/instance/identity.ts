import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { readJson, writeJson } from "./json-file.ts";

/** What an emulator keeps for as long as its folder lives. */
export interface Identity {
  /** 32 hex characters, as Cloudflare's are. */
  accountId: string;
  /** What the API wants as bearer token. */
  token: string;
  /** The port it last had, so that addresses survive a restart. */
  port: number | null;
}

const FILE = "identity.json";

/** Reads the folder's identity, making it the first time. Only this user may read the file. */
export function loadIdentity(dir: string): Identity {
  const known = readJson(join(dir, FILE));
  if (isIdentity(known)) return known;
  const made = {
    accountId: randomBytes(16).toString("hex"),
    token: `kit-${randomBytes(24).toString("base64url")}`,
    port: null,
  };
  saveIdentity(dir, made);
  return made;
}

export function saveIdentity(dir: string, identity: Identity): void {
  writeJson(join(dir, FILE), identity);
}

// By hand and not by zod, which costs `kit-emulator status` more time than all its work.
function isIdentity(value: unknown): value is Identity {
  return (
    typeof value === "object" &&
    value !== null &&
    "accountId" in value &&
    typeof value.accountId === "string" &&
    "token" in value &&
    typeof value.token === "string" &&
    "port" in value &&
    (value.port === null || typeof value.port === "number")
  );
}
