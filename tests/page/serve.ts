/**
 * `bun serve.ts`, in an app's folder: builds its page, serves that with the app's own Worker in workerd, and
 * prints where. Ends when its standard input does.
 */
import { join } from "node:path";

const app = process.cwd();
const vite = join(import.meta.dirname, "../../node_modules/vite/bin/vite.js");
const build = Bun.spawn([process.execPath, "--bun", vite, "build", "--logLevel", "error"], {
  env: { ...process.env, NODE_ENV: "production" },
  stdin: "ignore",
  stdout: "ignore",
});
if ((await build.exited) !== 0) process.exit(1);

const { startWorker } = await import(join(app, "src/testing.ts"));
const worker = await startWorker();
const headers = forEveryPath(await Bun.file(join(app, "dist/client/_headers")).text());

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request) {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith("/api/")) return askWorker(request, pathname + search);
    const file = Bun.file(join(app, "dist/client", pathname === "/" ? "index.html" : pathname));
    return (await file.exists()) ? new Response(file, { headers }) : askWorker(request, pathname);
  },
});
console.log(server.url.origin);

for await (const _ of Bun.stdin.stream());
await server.stop(true);
await worker.stop();

async function askWorker({ method, headers, body }: Request, path: string): Promise<Response> {
  const sent = body === null ? undefined : await new Response(body).arrayBuffer();
  const answer = await worker.request(path, { method, headers: Object.fromEntries(headers), body: sent });
  return new Response(await answer.arrayBuffer(), { status: answer.status, headers: [...answer.headers] });
}

/** What `_headers` says under its first heading, `/*`. */
function forEveryPath(text: string): Record<string, string> {
  const [, ...lines] = (text.split("\n\n")[0] ?? "").split("\n");
  return Object.fromEntries(
    lines.map((line) =>
      line
        .trim()
        .split(/: (.*)/)
        .slice(0, 2),
    ),
  );
}
