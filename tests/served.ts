import { expect } from "vitest";
import { z } from "zod";
import type { Workspace } from "./workspace.ts";

const profile = z.object({
  release: z.string().nullable(),
  digest: z.string().nullable(),
  url: z.string().nullable(),
  health: z.enum(["healthy", "failing", "unreachable"]).nullable(),
  traffic: z.array(z.object({ release: z.string().nullable(), version: z.string(), percentage: z.number() })),
});

/** What `kit status <app> --json` prints: the whole of its contract. */
export const statusSchema = z.strictObject({
  app: z.string(),
  profiles: z.record(z.string(), profile.strict()),
  runs: z.array(
    z.strictObject({
      id: z.string(),
      release: z.string(),
      profile: z.string(),
      state: z.string(),
      step: z.string().nullable(),
      waitingFor: z.string().nullable(),
      until: z.string().nullable(),
    }),
  ),
});
export type Status = z.infer<typeof statusSchema>;

const health = z.object({
  status: z.string(),
  app: z.string(),
  profile: z.string(),
  release: z.string(),
  digest: z.string(),
  version: z.string(),
});
export type Health = z.infer<typeof health>;

export async function statusOf(workspace: Workspace, app: string): Promise<Status> {
  return statusSchema.parse((await workspace.kit("status", app, "--json")).json());
}

/** Asks a Worker of the emulator for its health, by its own host name and at 127.0.0.1, and expects one answer. */
export async function healthOf(workspace: Workspace, worker: string): Promise<Health> {
  const { port } = new URL((await workspace.emulator()).workersUrl);
  const named = await fetch(`http://${worker}.localhost:${port}/api/health`);
  const addressed = await fetch(`http://127.0.0.1:${port}/api/health`, {
    headers: { host: `${worker}.localhost` },
  });
  const answer = health.parse(await named.json());
  expect(health.parse(await addressed.json())).toEqual(answer);
  expect(named.headers.get("x-kit-release")).toBe(answer.release);
  return answer;
}
