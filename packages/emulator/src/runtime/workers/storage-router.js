/**
 * The front of the storage process: hands each request to the Durable Object that it names. This is what lets
 * namespaces, databases and buckets come and go without a change to the configuration.
 */
export default {
  async fetch(request, env) {
    if (request.headers.get("x-emulator-secret") !== env.SECRET) return new Response(null, { status: 403 });
    const [kind, id] = (request.headers.get("x-emulator-object") ?? "").split("/");
    const objects = env[kind];
    if (!objects || !id) return new Response("No such object", { status: 400 });
    const objectId = objects.idFromName(id);
    if (request.headers.has("x-emulator-locate")) return new Response(objectId.toString());
    return objects.get(objectId).fetch(request, { cf: { miniflare: { name: id } } });
  },
};
