import type { Bindings, WorkerProps } from "alchemy/cloudflare";

/** A Worker's own props, the name of its script, and the tag of the release that is being uploaded. */
export type VersionProps = WorkerProps<Bindings> & { name: string; release: string };
