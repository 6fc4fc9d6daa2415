/** A way to break the engine: texts of its source, and what stands there instead. */
export interface Mutant {
  name: string;
  changes: readonly { file: string; from: string; to: string }[];
  /** Where to begin looking, for those that show seldom; the first story otherwise. */
  seed?: number;
}

const drive = "engine/drive.ts";
const lease = "engine/lease.ts";
const tenure = "engine/tenure.ts";
const perform = "engine/perform.ts";
const rollback = "operations/rollback.ts";
const startRun = "operations/start-run.ts";

/** What a delivery engine can get wrong. The simulation must notice every one of them. */
export const mutants: readonly Mutant[] = [
  {
    name: "writes down what it intends only once it is done",
    changes: [
      { file: drive, from: 'isOpen ? [] : [{ type: "effect-intended", run: this.#id, effect }]', to: "[]" },
      { file: drive, from: "if (!run.intended) return;", to: "" },
      {
        file: drive,
        from: '? [{ type: "effect-done"',
        to: '? [{ type: "effect-intended", run: this.#id, effect }, { type: "effect-done"',
      },
    ],
  },
  {
    name: "skips the fence",
    changes: [{ file: lease, from: "if (lease?.fence === fence) return;", to: "if (fence) return;" }],
  },
  {
    name: "asks nothing after a crash",
    changes: [
      { file: perform, from: "live && isKnown && sameSplit(live.split, split)", to: "!live && isKnown" },
    ],
  },
  {
    name: "tries a shift again without asking",
    changes: [{ file: perform, from: "again: again || attempt > 1", to: "again" }],
  },
  {
    name: "reads the split from memory",
    changes: [
      { file: rollback, from: "seen ? asked : profileState", to: "profileState" },
      { file: rollback, from: "from ?? (seen ?", to: "from ?? (!served ?" },
    ],
    seed: 70_000,
  },
  {
    name: "ignores that a release was found bad",
    changes: [
      {
        file: "operations/promote.ts",
        from: "good.findLast(({ digest }) => !state.bad.has(digest))",
        to: "good.at(-1)",
      },
      {
        file: startRun,
        from: "if (reason === undefined) return;",
        to: "if (state) return;",
      },
    ],
  },
  {
    name: "goes on with bytes found bad meanwhile",
    changes: [
      {
        file: drive,
        from: "!fault ? state.bad.get(digest) : undefined",
        to: "undefined",
      },
    ],
  },
  {
    name: "shifts before the probe",
    changes: [{ file: "rollout/all-at-once.ts", from: "candidate: 0 }", to: "candidate: 100 }" }],
  },
  {
    name: "forgets the verdict on what failed",
    changes: [
      {
        file: "engine/end.ts",
        from: 'if (outcome === "failed") return',
        to: 'if (outcome === "superseded") return',
      },
    ],
  },
  {
    name: "takes a lease that another holds",
    changes: [{ file: lease, from: "if (lease && isHeld(state, profile, judge)", to: "if (lease && !lease" }],
  },
  {
    name: "leaves the traffic where a gate failed",
    changes: [{ file: "core/next.ts", from: 'run.kind === "release" && run.movedTraffic', to: "!run.fault" }],
  },
  {
    name: "leaves the triggers where a gate failed",
    changes: [
      { file: "core/next.ts", from: 'run.kind === "release" && run.movedTriggers', to: "!run.fault" },
    ],
  },
  {
    name: "forgets what an interrupted change of triggers may have left",
    changes: [
      {
        file: "ledger/fold.ts",
        from: 'if (effect.kind === "apply") profile.triggers',
        to: 'if (effect.kind === "provision") profile.triggers',
      },
      { file: perform, from: "withTriggers(profileState", to: "change.before ?? withTriggers(profileState" },
    ],
  },
  {
    name: "goes back without the triggers",
    changes: [{ file: "rollout/plan-run.ts", from: '    { kind: "apply" },\n', to: "" }],
  },
  {
    name: "calls a profile gone of which something is left",
    changes: [
      {
        file: "engine/take-down.ts",
        from: "if (destruction.left.length === 0) await",
        to: "await",
      },
    ],
  },
  {
    name: "releases to what is being taken down",
    changes: [{ file: "engine/barrier.ts", from: 'going && wanted !== "destroy"', to: "going && !going" }],
  },
  {
    name: "appends without compare-and-swap",
    changes: [
      {
        file: "ledger/ledger.ts",
        from: "if (await this.#store.append(this.app, rows)) {",
        to: "await this.#store.append(this.app, rows); {",
      },
    ],
  },
  {
    name: "rolls back forward",
    changes: [
      {
        file: rollback,
        from: "releaseNumber(release.name) < releaseNumber(leaves.name)",
        to: "release.name !== leaves.name",
      },
    ],
  },
  {
    name: "rolls back to what was never good there",
    changes: [
      {
        file: rollback,
        from: "if (!profileState(state, profile).good.has(named.name))",
        to: "if (!named.name)",
      },
    ],
  },
  {
    name: "condemns what served before somebody else moved the traffic",
    changes: [
      { file: rollback, from: "if (ownersOf(state, profile)[0] !== seen)", to: "if (!state)" },
      { file: rollback, from: "seen ? asked : profileState(state, profile).traffic", to: "asked" },
    ],
  },
  {
    name: "lets an older release wait on at a gate",
    changes: [{ file: drive, from: "...supersede(state, run), ", to: "" }],
  },
  {
    name: "calls good what was found bad at its last gate",
    changes: [
      {
        file: drive,
        from: "isGood ? foundBad(state, this.run) : undefined",
        to: "undefined",
      },
    ],
  },
  {
    name: "lets the lease run out while it provisions",
    changes: [{ file: tenure, from: "return clock.beating(heartbeat, beat, work);", to: "return work();" }],
  },
  {
    name: "takes a release past a hold",
    changes: [
      {
        file: "engine/barrier.ts",
        from: 'wanted === "rollback" ? ["lock"] : ["lock", "hold"]',
        to: '["lock"]',
      },
    ],
  },
  {
    name: "works behind a lock",
    changes: [
      {
        file: "engine/barrier.ts",
        from: 'wanted === "rollback" ? ["lock"] : ["lock", "hold"]',
        to: '["hold"]',
      },
    ],
  },
  {
    name: "goes on after it slept past its lease",
    changes: [
      { file: tenure, from: "do await this.append(() => []);\n    while (isShort());", to: "isShort();" },
    ],
  },
  {
    name: "keeps the lease of a run that has ended",
    changes: [{ file: drive, from: 'if (now.kind === "ended") return [];', to: "" }],
  },
  {
    name: "gives up the way back without knowing how it went",
    changes: [{ file: drive, from: "performed.mayBeDone && isWayBack(run)", to: "!performed.fault" }],
  },
  {
    name: "believes the first answer",
    changes: [{ file: "engine/settled.ts", from: "time === asking.times", to: "time > 0" }],
  },
  {
    name: "goes on after a failed gate",
    changes: [
      {
        file: "core/run.ts",
        from: 'case "pending": {\n',
        to: 'case "failed":\n      return { ...run, position: run.position + 1 };\n    case "pending": {\n',
      },
    ],
  },
  {
    name: "rolls back beside a run that waits after it moved traffic",
    changes: [
      {
        file: rollback,
        from: "return ownersOf(state, profile).map(",
        to: 'return ownersOf(state, profile).filter((run) => run.state.kind === "active").map(',
      },
    ],
  },
  {
    name: "starts a release on a profile that a waiting run has changed",
    changes: [
      { file: startRun, from: 'if (run.kind === "release") assertNotOwned', to: "if (!run) assertNotOwned" },
    ],
  },
  {
    name: "goes on with a release on a profile that another run has changed",
    changes: [{ file: drive, from: "assertNotOwned(state, engine, profile, run);", to: "" }],
  },
];
