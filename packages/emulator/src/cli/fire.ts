import { z } from "zod";
import { statusOf } from "../instance/running.ts";
import { type Arguments, UsageError } from "./arguments.ts";

const Fired = z.union([
  z.object({ success: z.literal(true), result: z.object({ outcome: z.string() }) }),
  z.object({ success: z.literal(false), errors: z.array(z.object({ message: z.string() })).min(1) }),
]);

/** Fires a cron trigger now. @throws when the Worker is not there, or threw */
export async function fire(args: Arguments): Promise<void> {
  const [script, cron] = args.operands;
  if (!script || !cron)
    throw new UsageError('fire wants a Worker and a cron expression: fire shop "0 * * * *"');
  const status = statusOf(args.dir);
  if (!status.running) {
    throw new Error(
      `No emulator is running on ${status.dir}. Start it: kit-emulator start --dir ${args.dir}`,
    );
  }
  const response = await fetch(new URL("/emulator/fire", status.apiUrl), {
    method: "POST",
    headers: { authorization: `Bearer ${status.token}` },
    body: JSON.stringify({ script, cron }),
  });
  const fired = Fired.parse(await response.json());
  if (!fired.success) throw new Error(fired.errors[0]?.message);
  const { outcome } = fired.result;
  if (args.json) process.stdout.write(`${JSON.stringify({ script, cron, outcome })}\n`);
  else process.stdout.write(`${script} took ${cron}: ${outcome}\n`);
  if (outcome !== "ok") process.exitCode = 1;
}
