import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { noTriggers } from "../core/triggers.ts";
import { ownerTag, releaseTag } from "../names/identity.ts";
import { openAccount } from "../platform/cloudflare/index.ts";
import { probe } from "../platform/probe.ts";
import { emulatorCommand, type RunningEmulator, startEmulator } from "../runner/emulator.ts";
import type { Candidate } from "./app.ts";
import { FaultPlan } from "./fault-plan.ts";
import { accountContract } from "./platform.contract.ts";
import { placeholderTag } from "./platform.ts";
import { probePort } from "./ports.ts";
import { Random } from "./random.ts";
import { Table } from "./table.ts";
import { World } from "./world.ts";

const tagOf = ({ name, digest }: Candidate) => releaseTag(name, digest);

accountContract("the simulated account", async () => {
  const world = new World(new Random(1), new FaultPlan([], new Table()));
  return {
    platform: world.platform,
    ledger: world.store,
    probe: probePort(world, world.start("ada", "laptop")),
    place: async (worker, owner) => world.platform.placePlaceholder(worker, owner),
    upload: async (worker, release) => {
      world.candidates.set(tagOf(release), release);
      world.platform.upload(worker, tagOf(release));
    },
    triggers: async (worker) => {
      const { crons, workflows } = world.platform.scripts.get(worker)?.triggers ?? noTriggers;
      return { crons, workflows: workflows.map(({ name }) => name) };
    },
    close: async () => {},
  };
});

accountContract("Cloudflare's API, as the emulator speaks it", async () => {
  const dir = await mkdtemp(join(tmpdir(), "kit-contract-"));
  const emulator = await startEmulator(dir);
  const { apiUrl, token, accountId, workersUrl } = emulator;
  const { platform, ledger } = openAccount({
    apiUrl,
    token,
    accountId,
    workers: { kind: "local", url: workersUrl },
  });
  return {
    platform,
    ledger,
    probe,
    place: (worker, owner) =>
      send(emulator, "PUT", worker, {
        code: 'export default { fetch: () => new Response("", { status: 503 }) };',
        tag: placeholderTag,
        scriptTags: owner ? [ownerTag(owner)] : [],
      }),
    upload: (worker, release) =>
      send(emulator, "POST", `${worker}/versions`, { code: codeOf(release), tag: tagOf(release) }),
    triggers: async (worker) => {
      const { schedules } = scheduleList.parse(await ask(emulator, `workers/scripts/${worker}/schedules`));
      const workflows = workflowList.parse(await ask(emulator, "workflows"));
      return {
        crons: schedules.map(({ cron }) => cron),
        workflows: workflows.filter((it) => it.script_name === worker).map(({ name }) => name),
      };
    },
    close: async () => {
      await Bun.spawn(emulatorCommand(["stop", "--dir", dir]), { stdout: "ignore", stderr: "ignore" }).exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
});

function codeOf({ name, digest }: Candidate): string {
  const answer = `Response.json({ digest: "${digest}" }, { headers: { "x-kit-release": "${name}" } })`;
  return `import { WorkflowEntrypoint } from "cloudflare:workers";
    export class Reminder extends WorkflowEntrypoint {}
    export default { fetch: () => ${answer} };`;
}

const scheduleList = z.object({ schedules: z.array(z.object({ cron: z.string() })) });
const workflowList = z.array(z.object({ name: z.string(), script_name: z.string() }));
const envelope = z.object({ success: z.literal(true), result: z.unknown() });

async function ask({ apiUrl, accountId, token }: RunningEmulator, path: string): Promise<unknown> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(`${apiUrl}/accounts/${accountId}/${path}`, { headers });
  return envelope.parse(await response.json()).result;
}

/** Uploads a Worker's code, as alchemy would. */
async function send(
  { apiUrl, accountId, token }: RunningEmulator,
  method: "PUT" | "POST",
  path: string,
  { code, tag, scriptTags }: { code: string; tag: string; scriptTags?: string[] },
): Promise<void> {
  const metadata = {
    main_module: "worker.js",
    compatibility_date: "2026-01-01",
    annotations: { "workers/tag": tag },
    ...(scriptTags && { tags: scriptTags }),
  };
  const body = new FormData();
  body.append("metadata", new Blob([JSON.stringify(metadata)], { type: "application/json" }));
  body.append("worker.js", new File([code], "worker.js", { type: "application/javascript+module" }));
  const response = await fetch(`${apiUrl}/accounts/${accountId}/workers/scripts/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    body,
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
