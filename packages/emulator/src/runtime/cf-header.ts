/** The header by which a process is told what `request.cf` is to be. */
export const CF_HEADER = "x-emulator-cf";
