export { type ApplyOptions, apply } from "./apply.ts";
export { type Change, inverse, type Plan } from "./change.ts";
export { bytesOf, type Content, contentOf, isSame } from "./content.ts";
export { digestOf, readContent } from "./file.ts";
export { removeIfEmpty } from "./journal.ts";
export { listFiles } from "./list-files.ts";
export { recover } from "./recover.ts";
export { ScaffoldError } from "./scaffold-error.ts";
export { validate } from "./validate.ts";
