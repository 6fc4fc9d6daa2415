import type { StatefulFiles } from "../../runtime/stateful-files.ts";
import type { StatefulService } from "../../runtime/stateful-service.ts";
import type { Store } from "../../store/store.ts";
import { askEngine } from "./engine/ask.ts";
import { engineBindings, engineService } from "./engine/services.ts";
import { type Workflow, Workflows } from "./store/workflows.ts";

/** The engine's numbers for what begins an instance, and for what ends it. */
const BEGUN = "0, 1";
const ENDED = "2, 3, 4";

/** The workflows of a Worker, or of all. */
export function workflowServices(store: Store, script?: string): StatefulService[] {
  const workflows = store.of(Workflows);
  return (script === undefined ? workflows.list() : workflows.of(script)).map(instancesOf);
}

/** The instances of one workflow, as a process has them. */
export function instancesOf(workflow: Workflow): StatefulService {
  const { id, name, script } = workflow;
  return {
    id,
    script,
    objectClass: undefined,
    fingerprint: JSON.stringify(workflow),
    sidecarBindings: engineBindings(workflow),
    services: (disk, runFolder) => [engineService(workflow, disk, runFolder)],
    isToWake: (files) => unfinished(files, id).length > 0,
    resume: (files, eventSocket) =>
      askEngine(eventSocket, { workflow: name, ask: "resume", objects: unfinished(files, id) }),
  };
}

/** Ids of the objects of a workflow whose instances have not ended. */
function unfinished(files: StatefulFiles, workflow: string): string[] {
  const last = `SELECT event FROM states WHERE event IN (${BEGUN}, ${ENDED}) ORDER BY id DESC LIMIT 1`;
  const sql = `SELECT 1 FROM (${last}) WHERE event IN (${BEGUN})`;
  return files.stored(workflow).filter((id) => files.holds(workflow, id, "states", sql));
}
