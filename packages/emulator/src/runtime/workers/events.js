import { askWorkflow } from "./workflow-door.js";

/** Hands events that are not requests to the Worker beside. Only the emulator can reach this. */
export default {
  async fetch(request, env) {
    const event = await request.json();
    switch (new URL(request.url).pathname) {
      case "/scheduled":
        return Response.json(
          await env.WORKER.scheduled({ cron: event.cron, scheduledTime: new Date(event.scheduledTime) }),
        );
      case "/queue":
        return Response.json(
          await env.WORKER.queue(event.queue, event.messages.map(revived), event.metadata),
        );
      case "/workflow":
        return answer(() => askWorkflow(event, env));
      default:
        return new Response("No such event", { status: 404 });
    }
  },
};

/** What it throws is the caller's to know, with its message. */
async function answer(ask) {
  try {
    return Response.json(await ask());
  } catch (error) {
    return new Response(error.message, { status: 422 });
  }
}

function revived({ id, timestamp, attempts, contentType, body }) {
  const message = { id, timestamp: new Date(timestamp), attempts };
  switch (contentType) {
    case "text":
      return { ...message, body };
    case "json":
      return { ...message, body: JSON.parse(body) };
    case "bytes":
      return { ...message, body: Uint8Array.fromBase64(body).buffer };
    default:
      return { ...message, serializedBody: Uint8Array.fromBase64(body).buffer };
  }
}
