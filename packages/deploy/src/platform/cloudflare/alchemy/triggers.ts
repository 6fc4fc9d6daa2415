import { writeFile } from "node:fs/promises";
import { isWorkflow } from "alchemy/cloudflare";
import { type Consumer, noTriggers, type Triggers } from "../../../core/triggers.ts";
import type { VersionProps } from "./version-props.ts";

type EventSource = NonNullable<VersionProps["eventSources"]>[number];

/** The triggers that a Worker's props declare. */
export function triggersOf(props: VersionProps): Triggers {
  return {
    ...noTriggers,
    crons: props.crons ?? [],
    consumers: (props.eventSources ?? []).map(consumerOf),
    workflows: workflowsOf(props),
    routes: (props.routes ?? []).map((route) => {
      if (typeof route === "string") return { pattern: route };
      return { pattern: route.pattern, zone: route.zoneId, takeOver: route.adopt };
    }),
    domains: (props.domains ?? []).map((domain) => {
      if (typeof domain === "string") return { hostname: domain };
      const takeOver = domain.overrideExistingOrigin;
      return { hostname: domain.domainName, zone: domain.zoneId, takeOver };
    }),
  };
}

/**
 * Tells whoever started this program what triggers the Worker is to have: nothing here may set them, since they
 * take effect at once.
 * @param env where `KIT_TRIGGERS` names a file to write to
 */
export async function tellTriggers({ KIT_TRIGGERS }: NodeJS.ProcessEnv, triggers: Triggers): Promise<void> {
  if (KIT_TRIGGERS) await writeFile(KIT_TRIGGERS, JSON.stringify(triggers));
}

/** Those of the Worker's own; a Workflow of another script is that one's to make. */
function workflowsOf({ name, bindings }: VersionProps): Triggers["workflows"] {
  return Object.values(bindings ?? {}).flatMap((binding) => {
    if (!isWorkflow(binding) || (binding.scriptName !== undefined && binding.scriptName !== name)) return [];
    return [{ name: binding.workflowName, className: binding.className }];
  });
}

function consumerOf(source: EventSource): Consumer {
  const { queue, settings = {} } = "queue" in source ? source : { queue: source };
  const { deadLetterQueue: dead, maxWaitTimeMs: maxWaitTime, ...same } = settings;
  const deadLetterQueue = typeof dead === "object" ? dead.name : dead;
  return { queue: queue.id, ...same, maxWaitTime, deadLetterQueue };
}
