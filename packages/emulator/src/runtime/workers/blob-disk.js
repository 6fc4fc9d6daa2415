/**
 * Stands before a disk on which blobs are put. Where a disk fails while it is written to, workerd may say that all is
 * well and take no more of the stream; miniflare's R2 would wait for ever for the stream's end. Here the stream is
 * read to its end whatever happens, and then it is an error.
 */
export default {
  async fetch(request, env) {
    if (request.method !== "PUT") return env.DISK.fetch(request);
    const { readable, writable } = new IdentityTransformStream();
    const [put, poured] = await Promise.allSettled([
      env.DISK.fetch(request.url, { method: "PUT", body: readable }),
      pour(request.body ?? [], writable.getWriter()),
    ]);
    if (put.value?.ok && poured.value) return put.value;
    await env.DISK.fetch(request.url, { method: "DELETE" });
    throw new Error("The disk did not take it.");
  },
};

/** Reads all that there is. @returns whether all of it could be written */
async function pour(body, writer) {
  let open = true;
  const failed = () => {
    open = false;
  };
  for await (const chunk of body) if (open) await writer.write(chunk).catch(failed);
  if (open) await writer.close().catch(failed);
  return open;
}
