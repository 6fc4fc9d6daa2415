/** What is read at once, in bytes: in the four kilobytes that come otherwise a large object takes twice as long. */
const PORTION = 65_536;

/**
 * Stands before a disk on which blobs are put. Where a disk fails while it is written to, workerd may say that all is
 * well and take no more of the stream; miniflare's R2 would wait for ever for the stream's end. Here the stream is
 * read to its end whatever happens, and then it is an error.
 */
export default {
  async fetch(request, env) {
    if (request.method !== "PUT" || request.body === null) return env.DISK.fetch(request);
    const { readable, writable } = new IdentityTransformStream();
    const writer = writable.getWriter();
    const [put, poured] = await Promise.allSettled([
      env.DISK.fetch(request.url, { method: "PUT", body: readable }),
      pour(request.body, writer).catch((error) => writer.abort(error)),
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
  const reader = body.getReader({ mode: "byob" });
  for (let ended = false; !ended; ) {
    const { done, value } = await reader.readAtLeast(PORTION, new Uint8Array(PORTION));
    if (open && value?.byteLength) await writer.write(value).catch(failed);
    ended = done;
  }
  if (open) await writer.close().catch(failed);
  return open;
}
