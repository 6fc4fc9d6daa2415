/** miniflare with one Worker and nothing else, to be measured beside. Prints its address. */
import { Miniflare } from "miniflare";

const miniflare = new Miniflare({
  modules: true,
  script: `export default { fetch: () => new Response("hello") };`,
  compatibilityDate: "2026-04-01",
  host: "127.0.0.1",
});
process.stdout.write(`${await miniflare.ready}\n`);
process.once("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit();
});
