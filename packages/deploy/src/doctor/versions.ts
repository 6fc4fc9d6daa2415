import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { type Finding, orOk, wrong } from "../names/finding.ts";
import type { AppPlace } from "../workspace/workspace.ts";
import type { Check } from "./check.ts";
import { type PackageManifest, readPackage } from "./read-json.ts";

const check = "versions";

/** What must be of one version everywhere, and as a package.json has it. */
const supported: Record<string, string> = {
  alchemy: manifest.dependencies.alchemy,
  "@kit/deploy": `npm:${manifest.name}@${manifest.version}`,
};

interface Pin {
  app: string;
  field: "dependencies" | "devDependencies";
  dependency: string;
  version: string;
}

/** Whether versions are exact, the same in all apps, and those that this kit supports. */
export const checkVersions: Check = async ({ apps }) => {
  const pins = (await Promise.all(apps.map(pinsOf))).flat();
  const findings = [...notExact(pins), ...notSupported(pins), ...notEqual(pins)];
  return orOk(findings, check, `exact, the same everywhere; alchemy ${supported.alchemy}`);
};

async function pinsOf({ name, dir }: AppPlace): Promise<Pin[]> {
  const found = await readPackage(join(dir, "package.json"));
  if (!found) return [];
  const of = (field: Pin["field"], versions: PackageManifest[Pin["field"]]) =>
    Object.entries(versions).map(([dependency, version]) => ({ app: name, field, dependency, version }));
  return [...of("dependencies", found.dependencies), ...of("devDependencies", found.devDependencies)];
}

function notExact(pins: readonly Pin[]): Finding[] {
  return pins
    .filter(({ version }) => !/^(workspace:.*|(npm:@?[^@]+@)?\d+\.\d+\.\d+([-+].+)?)$/.test(version))
    .map((pin) =>
      wrong(
        check,
        `apps/${pin.app} depends on ${pin.dependency} "${pin.version}", which is another version on another day.`,
        addExactly(pin, pin.version),
      ),
    );
}

function notSupported(pins: readonly Pin[]): Finding[] {
  return pins.flatMap((pin) => {
    const wanted = supported[pin.dependency];
    if (wanted === undefined || wanted === pin.version || pin.version.startsWith("workspace:")) return [];
    return [
      wrong(
        check,
        `apps/${pin.app} has ${pin.dependency} ${pin.version}; this kit supports ${wanted}.`,
        addExactly(pin, wanted),
      ),
    ];
  });
}

function notEqual(pins: readonly Pin[]): Finding[] {
  const newest = new Map<string, Pin>();
  const comparable = pins.filter(
    ({ dependency, version }) => !(dependency in supported) && /^\d/.test(version),
  );
  for (const pin of comparable) {
    const known = newest.get(pin.dependency);
    if (!known || Bun.semver.order(pin.version, known.version) > 0) newest.set(pin.dependency, pin);
  }
  return comparable.flatMap((pin) => {
    const best = newest.get(pin.dependency);
    if (!best || best.version === pin.version) return [];
    return [
      wrong(
        check,
        `apps/${pin.app} has ${pin.dependency} ${pin.version}, apps/${best.app} has ${best.version}.`,
        addExactly(pin, best.version),
      ),
    ];
  });
}

function addExactly(pin: Pin, version: string): string {
  return `(cd apps/${pin.app} && bun add ${asDevelopment(pin)}--exact ${pin.dependency}@${version})`;
}

function asDevelopment({ field }: Pin): string {
  return field === "devDependencies" ? "--dev " : "";
}
