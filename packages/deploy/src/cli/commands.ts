import type { Command, Options } from "./command/command.ts";

/** Loads a command; only the one that was asked for is. */
type Load = () => Promise<Command<Options>>;

/** The six that a newcomer needs. */
export const everyday: Record<string, Load> = {
  deploy: async () => (await import("./commands/deploy.ts")).deployCommand,
  promote: async () => (await import("./commands/promote.ts")).promoteCommand,
  approve: async () => (await import("./commands/approve.ts")).approveCommand,
  rollback: async () => (await import("./commands/rollback.ts")).rollbackCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  doctor: async () => (await import("./commands/doctor.ts")).doctorCommand,
};

/** Everything else, met when it is needed. */
export const more: Record<string, Load> = {
  dev: async () => (await import("./commands/dev.ts")).devCommand,
  plan: async () => (await import("./commands/plan.ts")).planCommand,
  reject: async () => (await import("./commands/reject.ts")).rejectCommand,
  tick: async () => (await import("./commands/tick.ts")).tickCommand,
  resume: async () => (await import("./commands/resume.ts")).resumeCommand,
  history: async () => (await import("./commands/history.ts")).historyCommand,
  audit: async () => (await import("./commands/audit.ts")).auditCommand,
  release: async () => (await import("./commands/release.ts")).releaseCommand,
  destroy: async () => (await import("./commands/destroy.ts")).destroyCommand,
  backup: async () => (await import("./commands/backup.ts")).backupCommand,
  restore: async () => (await import("./commands/restore.ts")).restoreCommand,
  reconcile: async () => (await import("./commands/reconcile.ts")).reconcileCommand,
  lock: async () => (await import("./commands/lock.ts")).lockCommand,
  unlock: async () => (await import("./commands/unlock.ts")).unlockCommand,
  hold: async () => (await import("./commands/hold.ts")).holdCommand,
  unhold: async () => (await import("./commands/unhold.ts")).unholdCommand,
  matrix: async () => (await import("./commands/matrix.ts")).matrixCommand,
  preview: async () => (await import("./commands/preview.ts")).previewCommand,
  feed: async () => (await import("./commands/feed.ts")).feedCommand,
  verify: async () => (await import("./commands/verify.ts")).verifyCommand,
  login: async () => (await import("./commands/login.ts")).loginCommand,
  configure: async () => (await import("./commands/login.ts")).configureCommand,
  github: async () => (await import("./commands/github.ts")).githubCommand,
  emulator: async () => (await import("./commands/emulator.ts")).emulatorCommand,
  adopt: async () => (await import("./commands/adopt.ts")).adoptCommand,
  leave: async () => (await import("./commands/leave.ts")).leaveCommand,
  eject: async () => (await import("./commands/eject.ts")).ejectCommand,
  alchemy: async () => (await import("./commands/alchemy.ts")).alchemyCommand,
};

export const commands: Record<string, Load> = { ...everyday, ...more };
