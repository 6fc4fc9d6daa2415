/** A file that two trees do not have in common. Sizes in bytes; the one that a tree does not have is null. */
export interface FileChange {
  path: string;
  kind: "added" | "removed" | "changed";
  before: number | null;
  after: number | null;
}

/** What became of the files of one tree on the way to another, by path. */
export function fileChanges(
  before: ReadonlyMap<string, Uint8Array>,
  after: ReadonlyMap<string, Uint8Array>,
): FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path): FileChange[] => {
    const [old, fresh] = [before.get(path), after.get(path)];
    if (old && fresh && sameBytes(old, fresh)) return [];
    const kind = old && fresh ? "changed" : old ? "removed" : "added";
    return [{ path, kind, before: old?.byteLength ?? null, after: fresh?.byteLength ?? null }];
  });
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && a.every((byte, at) => byte === b[at]);
}
