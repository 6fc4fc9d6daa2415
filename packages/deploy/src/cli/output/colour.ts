import pc from "picocolors";

/** Colours on a terminal, none in a pipe, and none for whoever set NO_COLOR. */
const wanted = !process.env.NO_COLOR && (Boolean(process.env.FORCE_COLOR) || process.stdout.isTTY === true);

export const colour = pc.createColors(wanted);
