import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

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

/** @returns undefined where there is no file, or no JSON in it */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Writes the whole file or nothing, for this user's eyes only. */
export function writeJson(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
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
