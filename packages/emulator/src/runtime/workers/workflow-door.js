/** As the engine numbers them. */
const STATUSES = [
  "queued",
  "running",
  "paused",
  "errored",
  "terminated",
  "complete",
  "waitingForPause",
  "waiting",
];
const UNFINISHED = new Set(["queued", "running", "waitingForPause", "waiting"]);

/**
 * What the emulator asks of a workflow. `engines` are the Durable Objects of its instances, whose ids the emulator
 * knows from the files that they keep.
 */
export async function askWorkflow({ workflow, ask, ...question }, env) {
  const binding = env[`workflow:${workflow}`];
  const engines = env[`engine:${workflow}`];
  switch (ask) {
    case "create":
      return { id: (await binding.create({ id: question.id, params: question.params })).id };
    case "list":
      return Promise.all(question.objects.map((object) => summary(engineOf(engines, object))));
    case "get":
      return details(binding, engines, question.id);
    case "change": {
      using instance = await binding.get(question.id);
      await instance[question.change](question.options);
      return { status: (await instance.status()).status };
    }
    case "event": {
      using instance = await binding.get(question.id);
      await instance.sendEvent({ type: question.type, payload: question.payload });
      return {};
    }
    case "resume":
      return Promise.all(question.objects.map((object) => resume(engineOf(engines, object))));
    default:
      throw new Error(`${ask} is nothing to ask of a workflow`);
  }
}

function engineOf(engines, object) {
  return engines.get(engines.idFromString(object));
}

async function summary(engine) {
  const { instanceId, status, createdOn } = await engine.getInstanceMetadata();
  return { id: instanceId, status: STATUSES[status], created_on: createdOn };
}

async function details(binding, engines, id) {
  using instance = await binding.get(id);
  const { status, output, error } = await instance.status();
  const logs = await engines.get(engines.idFromName(id)).readDetailedLogs();
  return { status, output, error, logs };
}

/** An instance that was under way when its process ended goes on once it is told of an event, whatever that is. */
async function resume(engine) {
  const { status } = await engine.getInstanceMetadata();
  if (!UNFINISHED.has(STATUSES[status])) return;
  await engine.receiveEvent({ type: "emulator:resume", payload: null, timestamp: new Date() });
}
