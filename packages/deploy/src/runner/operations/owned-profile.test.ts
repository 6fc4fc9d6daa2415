import { expect, test } from "vitest";
import type { AppConfig } from "../../config/index.ts";
import { app, configs, prod, staging } from "../../simulation/app.ts";
import { type Command, carryOut } from "../../simulation/commands.ts";
import { FaultPlan } from "../../simulation/fault-plan.ts";
import { Random } from "../../simulation/random.ts";
import { Table } from "../../simulation/table.ts";
import { World } from "../../simulation/world.ts";
import { resumeRun } from "../engine/drive.ts";
import { decide } from "./decide.ts";
import { rollback } from "./rollback.ts";
import { send } from "./send.ts";

/*
 * A run that waits at a gate after it has moved traffic owns its profile: a release has to wait until it has ended, and
 * a rollback ends it. Pipelines: staging, prod, sign-off; and one with two approvals before prod and gates around the
 * sign-off after it.
 */
const [, signOff, manyGates] = configs;
if (!signOff || !manyGates) throw new Error("The simulation has too few pipelines.");

const ship: Command = { kind: "ship", health: {} };
const promote: Command = { kind: "promote" };
const approve: Command = { kind: "approve" };

async function worldAfter(config: AppConfig, ...commands: Command[]) {
  const world = new World(new Random(1), new FaultPlan([], new Table()), undefined, config);
  const open = () => world.engine(world.start("ada", "laptop"));
  const carry = async (...more: Command[]) => {
    for (const command of more) await carryOut(world, await open(), command);
  };
  await carry(...commands);
  const served = () => world.oracle.served(prod)?.split("@")[0];
  const run = (id: string) => [...world.oracle.state.runs.values()].find((each) => each.id === id);
  return { world, open, carry, served, run };
}

/** v1 signed off in prod; v2 serves there and waits to be signed off. */
const waitingAtSignOff = () => worldAfter(signOff, ship, promote, approve, ship, promote);

test("a rollback ends a run that waits after it moved traffic, and a later reject moves nothing", async () => {
  const { carry, served, run, world } = await waitingAtSignOff();
  expect(served()).toBe("v2");
  await carry({ kind: "rollback", profile: prod, steps: 1 });
  expect(served()).toBe("v1");
  expect(run("r4")?.state).toMatchObject({ kind: "ended", outcome: "aborted" });
  await expect(carry({ kind: "reject" })).rejects.toThrow("waits at a gate");
  await expect(carry(approve)).rejects.toThrow("waits at a gate");
  await expect(carry({ kind: "resume" })).rejects.toThrow("nothing to go on with");
  expect(served()).toBe("v1");
  expect(world.oracle.violations).toEqual([]);
});

test("a rollback to a release named by hand ends it, too", async () => {
  const { open, served, run } = await waitingAtSignOff();
  await rollback(await open(), prod, "v1");
  expect(served()).toBe("v1");
  expect(run("r4")?.state.kind).toBe("ended");
});

test("a run that waits to be let in survives a rollback, since it has changed nothing", async () => {
  const { carry, run, served } = await worldAfter(
    manyGates,
    ...[ship, promote, approve, approve, approve],
    ...[ship, promote, approve, approve, approve],
    ...[ship, promote, approve],
  );
  await carry({ kind: "rollback", profile: prod, steps: 1 });
  expect(served()).toBe("v1");
  expect(run("r6")?.state).toMatchObject({ kind: "waiting", gate: "approval" });
});

test("a release is refused while another waits after it moved traffic, and goes on once that was rejected", async () => {
  const { carry, served } = await waitingAtSignOff();
  await carry(ship);
  await expect(carry(promote)).rejects.toThrow(
    "r4, which has changed prod for v2, waits at sign-off. Nothing was changed. Approve it, reject it or roll prod back first",
  );
  await carry({ kind: "reject" });
  expect(served()).toBe("v1");
  await carry(promote, approve);
  expect(served()).toBe("v3");
});

test("a release that was let in already is refused as well, until the run before it has ended", async () => {
  const { open, served, run } = await worldAfter(
    manyGates,
    ...[ship, promote, approve, approve, approve, ship, ship, promote, approve],
  );
  const engine = await open();
  const v2 = [...engine.ledger.state.releases.values()].find(({ name }) => name === "v2");
  if (!v2) throw new Error("v2 was not released");
  const sent = await send(engine, prod, v2);
  if (sent.kind !== "ran") throw new Error("v2 was not sent");
  const approveGate = async (gate: string, release: string) => {
    const { id } = await decide(engine, { gate, release, decision: "approved", comment: "" });
    return resumeRun(engine, id);
  };
  await approveGate("review", "v2");
  expect((await approveGate("approval", "v2")).state).toMatchObject({ kind: "waiting", gate: "sign-off" });

  await expect(approveGate("approval", "v3")).rejects.toThrow("r6, which has changed prod for v2");
  expect(served()).toBe("v2");
  expect(run("r5")?.state).toMatchObject({ kind: "waiting", gate: "approval" });
});

test("the release that waits is gone on with when it is sent again, not started anew", async () => {
  const { carry, world, run } = await waitingAtSignOff();
  await carry(promote);
  expect(run("r4")?.state).toMatchObject({ kind: "waiting", gate: "sign-off" });
  expect(world.oracle.state.runCount).toBe(4);
});

test("a profile that another run owns can be destroyed; the run ends with it", async () => {
  const { carry, run, world } = await waitingAtSignOff();
  await carry({ kind: "destroy", profile: prod });
  expect(run("r4")?.state).toMatchObject({ kind: "ended", reason: "its profile was destroyed" });
  expect(world.platform.scripts.has(`${app}-prod`)).toBe(false);
});

test("other profiles go on while a run owns one", async () => {
  const { carry, world } = await waitingAtSignOff();
  await carry(ship);
  expect(world.oracle.served(staging)).toMatch(/^v3@/);
});
