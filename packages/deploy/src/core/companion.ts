/** An uploaded version as far as it says what it is: the release that it carries, and a word about it. */
export interface Annotated {
  tag: string | null;
  message?: string | null;
}

/**
 * The `workers/message` of a version that has the hashed assets of another release beside its own:
 * `beside v2@sha256:…`. A page of either finds there what it asks for.
 * @param tag of the other release
 */
export function besideMessage(tag: string): string {
  return `beside ${tag}`;
}

/** The version that carries one release and has the hashed assets of another, both given by their tags. */
export function findBeside<Version extends Annotated>(
  versions: readonly Version[],
  tag: string,
  other: string,
): Version | undefined {
  return versions.find((version) => version.tag === tag && version.message === besideMessage(other));
}
