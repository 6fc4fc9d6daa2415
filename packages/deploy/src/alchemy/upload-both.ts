import { resolve } from "node:path";
import { Assets } from "alchemy/cloudflare";
import { type Annotated, findBeside } from "../core/beside.ts";
import { type AssetFile, borrowed } from "./assets.ts";
import {
  classesOf,
  type DurableObject,
  durableObjectsOf,
  migrationTo,
  objectTags,
} from "./durable-objects.ts";
import type { KeptUploads, Upload } from "./kept-uploads.ts";
import { placeholderTag, placePlaceholder } from "./placeholder.ts";
import { liveTags, type OwnScript, versionsOf } from "./script.ts";
import { type Serving, servingOf } from "./serving.ts";
import {
  assetsFolderOf,
  compatibilityDateOf,
  type Destination,
  uploadAgain,
  uploadVersion,
  type VersionProps,
} from "./upload.ts";
import { hasOtherValues, valuesOf } from "./values.ts";

type ServingRelease = Serving & { upload: Upload; files: AssetFile[] };

/** What is known before anything is uploaded. */
interface Situation {
  versions: readonly (Annotated & { id: string })[];
  /** The new release's own. */
  files: readonly AssetFile[];
  serving: ServingRelease | undefined;
  /** The Durable Object classes that the script has. */
  classes: readonly string[];
  /** Those that the new release brings. */
  added: readonly DurableObject[];
}

/**
 * Uploads a release, and the one that serves once more, so that each has the hashed assets of both, and the
 * Durable Object classes of both: whichever of them a page came from, and whichever then is asked for what the page
 * names, it is there. What is there already is not uploaded again.
 * @returns the id of the release's version
 */
export async function uploadBoth(to: Destination, script: OwnScript, props: VersionProps): Promise<string> {
  const [versions, files, serving, classes] = await Promise.all([
    versionsOf(to.api, to.name),
    filesIn(assetsFolderOf(props.bindings)),
    servingRelease(to.kept),
    classesOf(to.api, to.name),
  ]);
  const added = durableObjectsOf(props).filter(({ className }) => !classes.includes(className));
  const found = { versions, files, serving, classes, added };
  // In this order: what other tools take for the newest version is then the release that is about to serve.
  if (serving) await uploadCompanion(to, script, props, serving, found);
  else if (added.length > 0) await addToPlaceholder(to, script, props, found);
  return uploadNew(to, props, found);
}

/** None where it would have nothing that the serving version lacks. */
async function uploadCompanion(
  to: Destination,
  { app }: OwnScript,
  { release }: VersionProps,
  serving: ServingRelease,
  { versions, files, classes, added }: Situation,
): Promise<void> {
  const more = borrowed(serving.files, files);
  if (more.length + added.length === 0 || findBeside(versions, serving.release, release)) return;
  await uploadAgain(to, serving, {
    files: [...serving.files, ...more],
    beside: release,
    classes: [...classes, ...added.map(({ className }) => className)],
    ...(added.length > 0 && {
      migration: { app, tags: objectTags(added), migrations: await migrationTo(to.api, to.name, added) },
    }),
  });
}

/** Only a script may bring classes, not a version of it; where nothing is released yet, that is the placeholder. */
async function addToPlaceholder(
  { api, name }: Destination,
  script: OwnScript,
  props: VersionProps,
  { classes, added }: Situation,
): Promise<void> {
  const [tag, ...others] = await liveTags(api, name);
  if (tag !== placeholderTag || others.length > 0) {
    throw new Error(
      `${props.release.split("@")[0]} brings the Durable Object class ${added.map(({ className }) => className).join(", ")}, ` +
        `and how to upload once more what serves ${name} is not known. Release it without that class first.`,
    );
  }
  await placePlaceholder(api, script, {
    compatibilityDate: compatibilityDateOf(props),
    objects: durableObjectsOf(props),
    classes,
    migrations: await migrationTo(api, name, added),
  });
}

async function uploadNew(
  to: Destination,
  props: VersionProps,
  { versions, files: own, serving, classes }: Situation,
): Promise<string> {
  const more = borrowed(own, serving?.files ?? []);
  const beside = more.length > 0 ? serving?.release : undefined;
  const there =
    beside === undefined
      ? versions.find(({ tag }) => tag === props.release)
      : findBeside(versions, props.release, beside);
  const values = valuesOf(process.env);
  if (there && !(values && hasOtherValues(await to.kept.find(props.release), values))) return there.id;
  const tags = versions.flatMap(({ tag }) => tag ?? []);
  const contents = { files: [...own, ...more], beside, classes };
  return uploadVersion(to, props, contents, { tags, again: there !== undefined });
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
