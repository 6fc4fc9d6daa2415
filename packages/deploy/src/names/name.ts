declare const brand: unique symbol;

/** The name of an app, known to pass {@link checkAppName}. */
export type AppName = string & { readonly [brand]: "AppName" };

/** The name of a profile, known to pass {@link checkProfileName}. */
export type ProfileName = string & { readonly [brand]: "ProfileName" };

/** Either a name that may be used everywhere, or why not and, where there is one, a name that would do. */
export type NameCheck<Name extends string> =
  | { ok: true; name: Name }
  | { ok: false; reason: string; suggestion: string | undefined };

type Rules = { what: "app" | "profile"; longest: number; reserved: ReadonlySet<string> };

const words = (text: string) => text.trim().split(/\s+/);

const windowsDevices = words(`
  con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9
  lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`);

const nodeBuiltIns = words(`
  assert buffer cluster console constants crypto dgram dns domain events fs http http2 https inspector module
  net os path perf-hooks process punycode querystring readline repl sea sqlite stream sys timers tls trace
  tty url util v8 vm wasi worker wasm zlib`);

const inUse = words("alchemy bun constructor kit localhost node node-modules npm prototype test");

/*
 * A Worker's preview address is the DNS label `<8 hex digits>-<app>-<profile>`, of at most 63 characters.
 * That leaves 54 for `<app>-<profile>`, and so room for `-files` and the like in the names of its resources.
 */
const profileRules: Rules = {
  what: "profile",
  longest: 17,
  reserved: new Set([...windowsDevices, "constructor", "prototype"]),
};
const appRules: Rules = {
  what: "app",
  longest: 54 - 1 - profileRules.longest,
  reserved: new Set([...windowsDevices, ...nodeBuiltIns, ...inUse]),
};

/**
 * Is this a name an app can have? It must do as an npm package, as a Worker, as a folder on any system and,
 * with the longest profile behind it, as a DNS label. The suggestion, where there is one, passes this check.
 */
export function checkAppName(name: string): NameCheck<AppName> {
  return check<AppName>(name, appRules);
}

/** Is this a name a profile can have? `production` is accepted, and means `prod`. */
export function checkProfileName(name: string): NameCheck<ProfileName> {
  return check<ProfileName>(name === "production" ? "prod" : name, profileRules);
}

/** The name of the Worker that an app is at a profile: `shop` at `staging` is `shop-staging`. */
export function workerName(app: AppName, profile: ProfileName): string {
  return `${app}-${profile}`;
}

function check<Name extends string>(name: string, rules: Rules): NameCheck<Name> {
  const reason = objection(name, rules);
  if (reason === undefined) return { ok: true, name: name as Name };
  return { ok: false, reason, suggestion: suggest(name, rules) };
}

function objection(name: string, { what, longest, reserved }: Rules): string | undefined {
  if (name === "") return `the ${what} has no name`;
  if (!/^[a-z]/.test(name)) return "it must start with a lower-case letter";
  if (/[^a-z0-9-]/.test(name)) return "it may hold lower-case letters, digits and hyphens only";
  if (name.endsWith("-") || name.includes("--")) return "a hyphen must stand between letters or digits";
  if (name.length > longest) return `it has ${name.length} characters, and may have at most ${longest}`;
  if (reserved.has(name)) return "it is reserved";
  return undefined;
}

function suggest(name: string, rules: Rules): string | undefined {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (slug === "") return undefined;
  const candidates = [slug, `${rules.what}-${slug}`, `${slug}-${rules.what}`];
  return candidates
    .map((candidate) => candidate.slice(0, rules.longest).replace(/-$/, ""))
    .find((candidate) => objection(candidate, rules) === undefined);
}
