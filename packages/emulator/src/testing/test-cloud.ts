import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type Emulator, startEmulator } from "../server/emulator.ts";

const Envelope = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string() })),
  result: z.unknown(),
  result_info: z.unknown().optional(),
});
const Created = z.object({ uuid: z.string().optional(), id: z.string().optional() });
const Version = z.looseObject({ id: z.string(), number: z.number() });

/** What the API answered: the envelope, and the status beside it. */
export type Answer = z.infer<typeof Envelope> & { status: number };

export interface Upload {
  bindings?: object[];
  tag?: string;
  [field: string]: unknown;
}

/** An emulator for a test, and the calls that tests make of it. */
export interface TestCloud extends Emulator, Calls {}

interface Calls {
  /** Calls the API, below the account. */
  api(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls the API, below the account. @returns the answer as it is */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** POSTs what is to be made. @returns its id */
  create(path: string, body: object): Promise<string>;
  /** What is at a path that does not answer in JSON. */
  download(path: string): Promise<string>;
  /** PUTs a script: made if it is new, live at once. */
  put(script: string, code: string, upload?: Upload): Promise<Answer>;
  /** POSTs a version, which must be accepted. @returns its id */
  version(script: string, code: string, upload?: Upload): Promise<string>;
  /** Splits a script's traffic. */
  deploy(script: string, split: Record<string, number>): Promise<Answer>;
  /** Uploads assets. @returns the token to give as `assets.jwt` */
  assets(script: string, files: Record<string, string>): Promise<string>;
}

/** A folder that is gone after the tests. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "kit-emulator-"));
}

/** @param dir kept when it is given, else a temporary one */
export async function startCloud(dir?: string): Promise<TestCloud> {
  const folder = dir ?? temporaryFolder();
  const emulator = await startEmulator({ dir: folder });
  return {
    ...emulator,
    ...callsTo(emulator),
    close: async () => {
      await emulator.close();
      if (dir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The calls that tests make of an emulator, wherever it runs. */
export function callsTo(emulator: Pick<Emulator, "apiUrl" | "token" | "accountId">): Calls {
  const base = `${emulator.apiUrl}/accounts/${emulator.accountId}`;
  const authorization = `Bearer ${emulator.token}`;

  const api: Calls["api"] = async (method, path, body) => {
    const raw = body instanceof FormData || typeof body === "string";
    const init = body === undefined ? {} : { body: raw ? body : JSON.stringify(body) };
    const response = await fetch(base + path, { method, headers: { authorization }, ...init });
    return { status: response.status, ...Envelope.parse(await response.json()) };
  };
  const request: Calls["request"] = (path, init = {}) =>
    fetch(base + path, { ...init, headers: { ...init.headers, authorization } });
  return {
    api,
    request,
    create: async (path, body) => {
      const { uuid, id } = Created.parse((await api("POST", path, body)).result);
      return uuid ?? id ?? "";
    },
    download: async (path) => (await request(path)).text(),
    put: (script, code, upload) => api("PUT", `/workers/scripts/${script}`, form(code, upload)),
    version: async (script, code, upload) => {
      const answer = await api("POST", `/workers/scripts/${script}/versions`, form(code, upload));
      if (!answer.success) throw new Error(`The version was refused: ${JSON.stringify(answer.errors)}`);
      return Version.parse(answer.result).id;
    },
    deploy: (script, split) =>
      api("POST", `/workers/scripts/${script}/deployments`, {
        strategy: "percentage",
        versions: Object.entries(split).map(([version_id, percentage]) => ({ version_id, percentage })),
      }),
    assets: (script, files) => uploadAssets(api, base, script, files),
  };
}

function form(code: string, { tag, bindings, ...rest }: Upload = {}): FormData {
  const metadata = {
    main_module: "worker.js",
    compatibility_date: "2026-04-01",
    bindings: bindings ?? [],
    ...(tag && { annotations: { "workers/tag": tag } }),
    ...rest,
  };
  const parts = new FormData();
  parts.append("metadata", new Blob([JSON.stringify(metadata)], { type: "application/json" }));
  parts.append("worker.js", new Blob([code], { type: "application/javascript+module" }), "worker.js");
  return parts;
}

async function uploadAssets(
  api: Calls["api"],
  base: string,
  script: string,
  files: Record<string, string>,
): Promise<string> {
  const hashed = Object.entries(files).map(([path, text]) => {
    const hash = new Bun.CryptoHasher("sha256")
      .update(path + text)
      .digest("hex")
      .slice(0, 32);
    return { path, text, hash };
  });
  const manifest = Object.fromEntries(
    hashed.map(({ path, text, hash }) => [path, { hash, size: Buffer.byteLength(text) }]),
  );
  const session = await api("POST", `/workers/scripts/${script}/assets-upload-session`, { manifest });
  const { jwt, buckets } = z
    .object({ jwt: z.string(), buckets: z.array(z.array(z.string())) })
    .parse(session.result);
  const parts = new FormData();
  for (const { path, text, hash } of hashed.filter((file) => buckets.flat().includes(file.hash))) {
    parts.append(hash, new Blob([btoa(text)], { type: Bun.file(path).type }), hash);
  }
  if (buckets.length === 0) return jwt;
  const response = await fetch(`${base}/workers/assets/upload?base64=true`, {
    method: "POST",
    headers: { authorization: `Bearer ${jwt}` },
    body: parts,
  });
  return z.object({ result: z.object({ jwt: z.string() }) }).parse(await response.json()).result.jwt;
}

/** A Worker that answers with this text. */
export function says(text: string): string {
  return `export default { fetch: () => new Response(${JSON.stringify(text)}) };`;
}
