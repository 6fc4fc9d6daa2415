import type { Loopback } from "./loopback.ts";
import type { Sockets } from "./sockets.ts";
import type { Watchdog } from "./watchdog.ts";

/** What the emulator has for every process that it starts. */
export interface HostServices {
  /** Folder of the configuration files. */
  runFolder: string;
  sockets: Sockets;
  watchdog: Watchdog;
  loopback: Loopback;
  /** Takes a line that a Worker logged, or workerd said. */
  log: (line: string) => void;
}
