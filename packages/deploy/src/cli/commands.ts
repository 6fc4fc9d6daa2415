import type { Command, Options } from "./command/command.ts";

/** A command as the overview tells of it. */
interface Registered {
  summary: string;
  /** Loads its file: only that of the command that was called. */
  load: () => Promise<Command<Options>>;
}

/** The six that a newcomer needs. */
export const everyday: Record<string, Registered> = {
  deploy: {
    summary: "build, make a release, and take it to the first profile",
    load: async () => (await import("./commands/deploy.ts")).deployCommand,
  },
  promote: {
    summary: "carry the newest good release of the profile before onward, through its gates",
    load: async () => (await import("./commands/promote.ts")).promoteCommand,
  },
  approve: {
    summary: "let a release through a manual gate",
    load: async () => (await import("./commands/approve.ts")).approveCommand,
  },
  rollback: {
    summary: "give a profile back to an earlier good release, at once",
    load: async () => (await import("./commands/rollback.ts")).rollbackCommand,
  },
  status: {
    summary: "what serves each profile, and what is on its way",
    load: async () => (await import("./commands/status.ts")).statusCommand,
  },
  doctor: {
    summary: "does everything agree; with --target cloudflare: is the account ready",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
};

/** Everything else, met when it is needed. */
export const more: Record<string, Registered> = {
  dev: {
    summary: "local development, hot reload",
    load: async () => (await import("./commands/dev.ts")).devCommand,
  },
  plan: {
    summary: "the pipeline, as a picture, and what the next release would do to a profile's data",
    load: async () => (await import("./commands/plan.ts")).planCommand,
  },
  reject: {
    summary: "turn a release away at a manual gate",
    load: async () => (await import("./commands/reject.ts")).rejectCommand,
  },
  tick: {
    summary: "go on with every run whose time has come, then end; for a schedule",
    load: async () => (await import("./commands/tick.ts")).tickCommand,
  },
  resume: {
    summary: "go on with a run that waits or was interrupted",
    load: async () => (await import("./commands/resume.ts")).resumeCommand,
  },
  history: {
    summary: "everything that happened to an app, in order",
    load: async () => (await import("./commands/history.ts")).historyCommand,
  },
  audit: {
    summary: "prove that the ledger is what was written; export it",
    load: async () => (await import("./commands/audit.ts")).auditCommand,
  },
  release: {
    summary: "list, show, compare, verify and prune releases; clear one of being bad",
    load: async () => (await import("./commands/release.ts")).releaseCommand,
  },
  destroy: {
    summary: "take down a profile with all its resources and data",
    load: async () => (await import("./commands/destroy.ts")).destroyCommand,
  },
  backup: {
    summary: "keep what a profile's databases hold; or list what is kept",
    load: async () => (await import("./commands/backup.ts")).backupCommand,
  },
  restore: {
    summary: "put back what a backup of a profile's databases holds",
    load: async () => (await import("./commands/restore.ts")).restoreCommand,
  },
  reconcile: {
    summary: "hold what the platform has against what the ledger says, and put it right",
    load: async () => (await import("./commands/reconcile.ts")).reconcileCommand,
  },
  lock: {
    summary: "let nothing change a profile, not even a rollback",
    load: async () => (await import("./commands/lock.ts")).lockCommand,
  },
  unlock: {
    summary: "lift a lock",
    load: async () => (await import("./commands/unlock.ts")).unlockCommand,
  },
  hold: {
    summary: "keep releases from a profile; a rollback still goes",
    load: async () => (await import("./commands/hold.ts")).holdCommand,
  },
  unhold: {
    summary: "lift a hold",
    load: async () => (await import("./commands/unhold.ts")).unholdCommand,
  },
  matrix: {
    summary: "the apps and packages there are, or that changed, as jobs for CI",
    load: async () => (await import("./commands/matrix.ts")).matrixCommand,
  },
  preview: {
    summary: "what a pull request's preview is: addresses, health, how much larger",
    load: async () => (await import("./commands/preview.ts")).previewCommand,
  },
  feed: {
    summary: "the releases on GitHub as an Atom and an RSS feed, and a page that says where they are",
    load: async () => (await import("./commands/feed.ts")).feedCommand,
  },
  verify: {
    summary: "what CI runs for an app or package: its lint, typecheck, test and build",
    load: async () => (await import("./commands/verify.ts")).verifyCommand,
  },
  login: {
    summary: "keep an API token of Cloudflare's where alchemy and the kit find it, once it is checked",
    load: async () => (await import("./commands/login.ts")).loginCommand,
  },
  // Whoever knows alchemy looks for it under this name.
  configure: {
    summary: "the same as login",
    load: async () => (await import("./commands/login.ts")).loginCommand,
  },
  github: {
    summary: "environments, secrets, ruleset, labels of the repository on GitHub: set up, status",
    load: async () => (await import("./commands/github.ts")).githubCommand,
  },
  emulator: {
    summary: "the local Cloudflare: start, stop, status",
    load: async () => (await import("./commands/emulator.ts")).emulatorCommand,
  },
  adopt: {
    summary: "make an app of a wrangler or alchemy project, its code untouched",
    load: async () => (await import("./commands/adopt.ts")).adoptCommand,
  },
  leave: {
    summary: "take the kit out of an app: what remains is a plain alchemy app",
    load: async () => (await import("./commands/leave.ts")).leaveCommand,
  },
  eject: {
    summary: "copy the templates and the generators into the repository, to have your own",
    load: async () => (await import("./commands/eject.ts")).ejectCommand,
  },
  alchemy: {
    summary: "alchemy itself, with --profile meaning a profile",
    load: async () => (await import("./commands/alchemy.ts")).alchemyCommand,
  },
};

export const commands: Record<string, Registered> = { ...everyday, ...more };
