export { type Status, statusOf } from "./instance/running.ts";
export { type Emulator, type EmulatorOptions, EmulatorRefused, startEmulator } from "./server/emulator.ts";
