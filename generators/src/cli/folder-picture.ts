/** A folder as a short tree: its own files, and for each folder in it how many files that holds. */
export function folderPicture(folder: string, files: readonly string[]): string {
  const inside = files.map((file) => file.slice(folder.length + 1));
  const counts = new Map<string, number>();
  for (const file of inside) {
    const slash = file.indexOf("/");
    const entry = slash === -1 ? file : file.slice(0, slash + 1);
    counts.set(entry, (counts.get(entry) ?? 0) + 1);
  }
  const entries = [...counts].sort(
    ([a], [b]) => Number(b.endsWith("/")) - Number(a.endsWith("/")) || (a < b ? -1 : 1),
  );
  const lines = entries.map(([entry, count], index) => {
    const branch = index === entries.length - 1 ? "└──" : "├──";
    const size = count > 1 ? `${count} files` : "1 file";
    return entry.endsWith("/") ? `${branch} ${entry} (${size})` : `${branch} ${entry}`;
  });
  return [`${folder}/`, ...lines].join("\n");
}
