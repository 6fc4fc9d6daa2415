import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { Scope } from "alchemy";
import { type Bindings, Worker as PlainWorker, type WorkerProps } from "alchemy/cloudflare";
import { hasVite, servePage } from "./page.ts";
import { releaseOf } from "./release.ts";
import { assetsFolderOf } from "./upload.ts";
import { Version } from "./version.ts";

/**
 * alchemy's Worker, with alchemy's own props, that the kit can release. To leave the kit, import it from
 * "alchemy/cloudflare" instead.
 *
 * - in `alchemy dev`: alchemy's Worker, with Vite beside it where the app has a Vite config;
 * - in a run of the kit (`KIT_RELEASE` is set): one version of what the build made, without traffic;
 * - else: alchemy's Worker.
 */
export async function Worker<const B extends Bindings>(
  id: string,
  props: WorkerProps<B>,
): Promise<PlainWorker<B>> {
  const release = releaseOf(process.env);
  if (Scope.current.local) return inDevelopment(id, props);
  return release === undefined ? plain(id, props) : released(id, props, release);
}

async function inDevelopment<const B extends Bindings>(
  id: string,
  props: WorkerProps<B>,
): Promise<PlainWorker<B>> {
  const folder = props.cwd ?? process.cwd();
  if (!hasVite(folder)) {
    const worker = await PlainWorker(id, props);
    console.log(`  Worker  ${worker.url}`);
    return worker;
  }
  // Vite serves the page, so nothing need be built; but the Worker does not start without its folder.
  const assets = assetsFolderOf(props.bindings);
  if (assets !== undefined) await mkdir(resolve(folder, assets), { recursive: true });
  const worker = await PlainWorker(id, props);
  const page = await servePage(folder, worker.url);
  Scope.current.onCleanup(page.stop);
  console.log(`  page    ${page.url}\n  Worker  ${worker.url}`);
  return worker;
}

async function plain<const B extends Bindings>(id: string, props: WorkerProps<B>): Promise<PlainWorker<B>> {
  const assets = assetsFolderOf(props.bindings);
  if (assets !== undefined && Scope.current.phase === "up" && !existsSync(assets)) {
    throw new Error(`There is no ${assets} to upload. Build the app first: bun run build`);
  }
  return PlainWorker(id, props);
}

async function released<const B extends Bindings>(
  id: string,
  props: WorkerProps<B>,
  release: string,
): Promise<PlainWorker<B>> {
  const name = props.name ?? Scope.current.createPhysicalName(id).toLowerCase();
  const version = await Version(id, { ...props, name, release });
  const { url: _, routes: __, domains: ___, ...kept } = props;
  const worker = { ...kept, ...version, type: "service", id, cwd: props.cwd ?? "." };
  // `Env` is there for the compiler only, as it is in alchemy's own Worker.
  return worker as unknown as PlainWorker<B>;
}
