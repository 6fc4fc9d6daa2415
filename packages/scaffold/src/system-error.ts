/** How the system says that nothing is at a path; the last one, that nothing can be. */
const MISSING = ["ENOENT", "ENOTDIR", "ENAMETOOLONG"];

/** For `.catch`: a file that is not there is `undefined`; any other failure stays one. */
export function isMissing(error: unknown): undefined {
  if (isSystemError(error) && MISSING.includes(error.code ?? "")) return undefined;
  throw error;
}

/** Whether an error is the system's, with a code such as `ENOSPC`. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
