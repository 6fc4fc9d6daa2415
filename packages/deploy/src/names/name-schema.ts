import { z } from "zod";
import { type AppName, checkAppName, checkProfileName, type NameCheck, type ProfileName } from "./name.ts";

/** A string that passes a check of names, as the branded name; else the reason and the name that would do. */
const named = <Name extends string>(check: (name: string) => NameCheck<Name>) =>
  z.string().transform((text, context): Name => {
    const checked = check(text);
    if (checked.ok) return checked.name;
    const meant = checked.suggestion === undefined ? "" : `; "${checked.suggestion}" would do`;
    context.addIssue(`not a name that can be used: ${checked.reason}${meant}`);
    return z.NEVER;
  });

export const appNameSchema = named<AppName>(checkAppName);
export const profileNameSchema = named<ProfileName>(checkProfileName);
