import type { AppConfig } from "../../config/index.ts";
import type { Holder } from "../../ledger/event.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { AppName } from "../../names/name.ts";
import type { Clock } from "./clock.ts";
import type { Migrations } from "./migrations.ts";
import type { Platform } from "./platform.ts";
import type { Probe } from "./probe.ts";
import type { Progress } from "./progress.ts";
import type { Provisioner } from "./provisioner.ts";

/** All that moving releases needs of the world. Everything in it can be simulated. */
export interface Engine {
  app: { name: AppName; config: AppConfig };
  ledger: Ledger;
  platform: Platform;
  provisioner: Provisioner;
  migrations: Migrations;
  probe: Probe;
  clock: Clock;
  holder: Holder;
  /** Whether a holder of a lease is known to be dead. */
  isGone(holder: Holder): boolean;
  progress: Progress;
}
