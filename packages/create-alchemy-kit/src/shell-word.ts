/** A word as a shell reads it back: as it is, or in quotes where it has anything in it that a shell would mind. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
