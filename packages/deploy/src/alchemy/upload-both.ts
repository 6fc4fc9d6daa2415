import { resolve } from "node:path";
import { Assets } from "alchemy/cloudflare";
import { type Annotated, findBeside } from "../core/beside.ts";
import { type AssetFile, borrowed } from "./assets.ts";
import type { KeptUploads, Upload } from "./kept-uploads.ts";
import { versionsOf } from "./script.ts";
import { type Serving, servingOf } from "./serving.ts";
import { assetsFolderOf, type Destination, uploadAgain, uploadVersion, type VersionProps } from "./upload.ts";

type ServingRelease = Serving & { upload: Upload; files: AssetFile[] };

/**
 * Uploads a release, and the one that serves once more, so that each has the hashed assets of both: whichever of
 * them a page came from, and whichever then is asked for what the page names, it is there. What is there already
 * is not uploaded again.
 * @returns the id of the release's version
 */
export async function uploadBoth(to: Destination, props: VersionProps): Promise<string> {
  const [versions, files, serving] = await Promise.all([
    versionsOf(to.api, to.name),
    filesIn(assetsFolderOf(props.bindings)),
    servingRelease(to.kept),
  ]);
  // In this order: what other tools take for the newest version is then the release that is about to serve.
  if (serving) await uploadCompanion(to, props.release, files, serving, versions);
  return uploadNew(to, props, files, serving, versions);
}

/** None where it would have nothing that the serving version lacks. */
async function uploadCompanion(
  to: Destination,
  release: string,
  others: readonly AssetFile[],
  serving: ServingRelease,
  versions: readonly Annotated[],
): Promise<void> {
  const more = borrowed(serving.files, others);
  if (more.length === 0 || findBeside(versions, serving.release, release)) return;
  await uploadAgain(to, serving, { files: [...serving.files, ...more], beside: release });
}

async function uploadNew(
  to: Destination,
  props: VersionProps,
  own: readonly AssetFile[],
  serving: ServingRelease | undefined,
  versions: readonly (Annotated & { id: string })[],
): Promise<string> {
  const more = borrowed(own, serving?.files ?? []);
  const beside = more.length > 0 ? serving?.release : undefined;
  const there =
    beside === undefined
      ? versions.find(({ tag }) => tag === props.release)
      : findBeside(versions, props.release, beside);
  if (there) return there.id;
  const tags = versions.flatMap(({ tag }) => tag ?? []);
  return uploadVersion(to, props, { files: [...own, ...more], beside }, tags);
}

/** The release that serves, with its own files alone: what it had borrowed itself is not passed on. */
async function servingRelease(kept: KeptUploads): Promise<ServingRelease | undefined> {
  const serving = servingOf(process.env);
  const upload = serving && (await kept.find(serving.release));
  if (!upload) return undefined;
  const files = await filesIn(upload.assets && resolve(serving.folder, upload.assets));
  return { ...serving, upload, files };
}

async function filesIn(folder: string | undefined): Promise<AssetFile[]> {
  return folder === undefined ? [] : Assets.read(folder);
}
