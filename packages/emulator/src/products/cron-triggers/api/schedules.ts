import { z } from "zod";
import { ApiError, ok } from "../../../api/envelope.ts";
import { body } from "../../../api/request.ts";
import type { Handler } from "../../product.ts";
import { foundScript } from "../../workers/api/lookup.ts";
import { Undeliverable } from "../../workers/events/deliver.ts";
import { Scripts } from "../../workers/store/scripts.ts";
import { CronError, parseCron } from "../events/cron-expression.ts";
import { fireCron } from "../events/fire.ts";

const Cron = z.string().superRefine((text, issue) => {
  try {
    parseCron(text);
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    issue.addIssue({ code: "custom", message: `invalid cron string: ${error.message}` });
  }
});

export const list: Handler = (c) => ok(c, { schedules: foundScript(c).schedules });

/** Replaces a Worker's cron triggers. */
export const put: Handler = async (c) => {
  const script = foundScript(c);
  const now = new Date().toISOString();
  const asked = await body(c, z.array(z.object({ cron: Cron })));
  const schedules = asked.map(
    ({ cron }) =>
      script.schedules.find((known) => known.cron === cron) ?? { cron, created_on: now, modified_on: now },
  );
  c.env.store.of(Scripts).saveSchedules(script.name, schedules);
  return ok(c, { schedules });
};

/** Fires a cron trigger now, whether or not the Worker has it. */
export const fire: Handler = async (c) => {
  const { script, cron } = await body(c, z.object({ script: z.string(), cron: Cron }));
  try {
    return ok(c, await fireCron(c.env, script, cron, new Date()));
  } catch (error) {
    if (error instanceof Undeliverable) throw new ApiError(404, 10007, error.message);
    throw error;
  }
};
