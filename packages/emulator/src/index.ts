export { type Emulator, type EmulatorOptions, EmulatorRefused, startEmulator } from "./emulator.ts";
export { type Status, statusOf } from "./running.ts";
