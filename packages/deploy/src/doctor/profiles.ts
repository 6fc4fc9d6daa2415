import { profileNames } from "../config/index.ts";
import { ok, wrong } from "../names/finding.ts";
import { messageOf } from "../names/user-error.ts";
import { loadApp } from "../workspace/load-app.ts";
import type { Check } from "./check.ts";

/** Whether each app's alchemy.config.ts can be loaded, and names what can be. */
export const checkProfiles: Check = ({ apps }) =>
  Promise.all(
    apps.map(async (app) => {
      try {
        const { config } = await loadApp(app);
        return ok("profiles", `${app.name}: ${profileNames(config).join(" → ")}`);
      } catch (error) {
        return wrong("profiles", messageOf(error), `edit apps/${app.name}/alchemy.config.ts`);
      }
    }),
  );
