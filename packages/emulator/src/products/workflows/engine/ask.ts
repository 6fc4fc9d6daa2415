/** The engine refuses. The message is its own. */
export class WorkflowRefused extends Error {
  override name = "WorkflowRefused";
}

/**
 * @param eventSocket of the process in which the workflow runs
 * @param question see `workers/workflow-door.js`
 * @throws WorkflowRefused
 */
export async function askEngine(eventSocket: string, question: object): Promise<unknown> {
  const response = await fetch("http://objects/workflow", {
    unix: eventSocket,
    method: "POST",
    body: JSON.stringify(question),
  });
  if (!response.ok) throw new WorkflowRefused(await response.text());
  return response.json();
}
