import { type ProfileName, profileNames } from "../config/index.ts";
import { kit } from "../names/action.ts";
import { closest } from "../names/closest.ts";
import { checkProfileName } from "../names/name.ts";
import { Refusal } from "../names/user-error.ts";
import type { App } from "./load-app.ts";

/** The app's profile of that name; `production` is prod. @throws Refusal naming those there are */
export function findProfile({ name, config }: App, wanted: string): ProfileName {
  const checked = checkProfileName(wanted);
  const profiles = profileNames(config);
  const found = checked.ok ? profiles.find((profile) => profile === checked.name) : undefined;
  if (found) return found;
  const meant = closest(wanted, profiles);
  throw new Refusal(
    "profile-unknown",
    `${name} has no profile "${wanted}"; it has ${profiles.join(", ")}.${meant ? ` Did you mean "${meant}"?` : ""}`,
    { kind: "usage", action: kit("plan", name) },
  );
}
