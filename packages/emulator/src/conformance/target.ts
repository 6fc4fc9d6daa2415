import { z } from "zod";
import { startCloud } from "../testing/test-cloud.ts";
import type { Target } from "./recorder.ts";

/** A real account of your own, if you have one to try: all of these, or none. The zone may be left out. */
const Real = z.object({
  CONFORMANCE_API_URL: z.url().default("https://api.cloudflare.com/client/v4"),
  CONFORMANCE_API_TOKEN: z.string().min(1),
  CONFORMANCE_ACCOUNT_ID: z.string().regex(/^[0-9a-f]{32}$/),
  CONFORMANCE_ZONE_ID: z.string().optional(),
  CONFORMANCE_ZONE_NAME: z.string().optional(),
});

interface Opened {
  target: Target;
  /** Whether it is not the emulator. */
  real: boolean;
  close: () => Promise<void>;
}

/** The account that the environment names, or else an emulator's. */
export async function openTarget(): Promise<Opened> {
  if (process.env.CONFORMANCE_ACCOUNT_ID === undefined) return openEmulator();
  const asked = Real.parse(process.env);
  const { CONFORMANCE_ZONE_ID: id, CONFORMANCE_ZONE_NAME: name } = asked;
  return {
    target: {
      apiUrl: asked.CONFORMANCE_API_URL,
      token: asked.CONFORMANCE_API_TOKEN,
      accountId: asked.CONFORMANCE_ACCOUNT_ID,
      zone: id !== undefined && name !== undefined ? { id, name } : undefined,
      free: false,
    },
    real: true,
    close: async () => undefined,
  };
}

async function openEmulator(): Promise<Opened> {
  const cloud = await startCloud();
  const { apiUrl, token, accountId } = cloud;
  const headers = { authorization: `Bearer ${token}` };
  const name = "conformance.example";
  const response = await fetch(`${apiUrl}/zones?name=${name}`, { headers });
  const { result } = z
    .object({ result: z.tuple([z.looseObject({ id: z.string() })]) })
    .parse(await response.json());
  return {
    target: { apiUrl, token, accountId, zone: { id: result[0].id, name }, free: true },
    real: false,
    close: () => cloud.close(),
  };
}
