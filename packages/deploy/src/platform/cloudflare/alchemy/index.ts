export { kitState } from "./state.ts";
export { Worker } from "./worker.ts";
