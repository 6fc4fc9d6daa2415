/** Faults to put into a stamped app, `[file, before, after]`, by the test that is to notice. */
export type Faults = Record<string, [file: string, before: string, after: string][]>;
