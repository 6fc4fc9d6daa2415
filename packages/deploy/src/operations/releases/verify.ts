import { contradictions, type Statement, statement } from "../../ledger/provenance-statement.ts";
import type { Release } from "../../ledger/state.ts";
import type { Digest } from "../../names/identity.ts";
import { messageOf, Refusal } from "../../names/user-error.ts";
import type { Delivery } from "../../workspace/delivery.ts";
import { rebuild } from "./rebuild.ts";

/** One thing that was looked at, and whether it is as it must be. */
export interface Check {
  check: "artifact" | "provenance" | "rebuild";
  passed: boolean;
  text: string;
}

/**
 * Whether a release is what the ledger says: its bytes, where they came from and, where that is wanted, that
 * they can be made again from their commit.
 */
export async function verify(
  delivery: Delivery,
  release: Release,
  { rebuild: again }: { rebuild: boolean },
): Promise<Check[]> {
  const { progress } = delivery;
  const looks = [
    { check: "artifact", look: () => checkArtifact(delivery, release) },
    { check: "provenance", look: () => checkProvenance(delivery, release) },
    ...(again ? [{ check: "rebuild" as const, look: () => checkRebuild(delivery, release) }] : []),
  ] as const;
  const checks: Check[] = [];
  for (const { check, look } of looks) {
    const text = ({ passed, text }: Check) => (passed ? text : ({ went: "failed", text } as const));
    checks.push(await progress.during(check, () => checked(check, look), text));
  }
  return checks;
}

/**
 * The provenance statement of a release, proved to be the one that the ledger means.
 * @returns its text as it is stored, and what of it the kit understands
 * @throws Refusal when an older kit made the release, which kept none
 */
export async function readStatement(
  { account }: Pick<Delivery, "account">,
  { name, provenance }: Release,
): Promise<{ text: string; said: Statement }> {
  if (!provenance.statement) {
    throw new Refusal(
      "no-provenance",
      `${name} was made by kit ${provenance.kit}, which kept no provenance statement.`,
    );
  }
  const text = new TextDecoder().decode(await account.artifacts.getProvenance(provenance.statement));
  return { text, said: statement.parse(JSON.parse(text)) };
}

async function checkArtifact({ account }: Delivery, { digest, size, artifact }: Release): Promise<string> {
  if (artifact !== "kept") throw new Refusal("release-pruned", "its bytes were pruned");
  const bytes = await account.artifacts.get(digest);
  if (bytes.byteLength !== size)
    throw new Refusal("artifact-differs", `it has ${bytes.byteLength} bytes, in the ledger ${size}`);
  return `${bytes.byteLength} bytes, ${short(digest)}`;
}

async function checkProvenance(delivery: Delivery, release: Release): Promise<string> {
  const { said } = await readStatement(delivery, release);
  const { digest, provenance } = release;
  const found = contradictions(said, { app: delivery.app.name, digest, provenance });
  if (found.length > 0) throw new Refusal("provenance-differs", found.join("; "));
  const { builder, metadata } = said.predicate.runDetails;
  const builtBy = metadata.invocationId ?? `${builder.id.split("#").at(-1)}`;
  return `built by ${builtBy}${provenance.commit ? ` from ${provenance.commit.slice(0, 8)}` : ""}`;
}

async function checkRebuild(delivery: Delivery, release: Release): Promise<string> {
  const made = await rebuild(delivery, release);
  if (made === release.digest) return `built again from its commit: ${short(made)}`;
  throw new Refusal(
    "artifact-differs",
    `built again from its commit, it is ${short(made)}, not ${short(release.digest)}`,
  );
}

async function checked(check: Check["check"], look: () => Promise<string>): Promise<Check> {
  try {
    return { check, passed: true, text: await look() };
  } catch (error) {
    return { check, passed: false, text: messageOf(error) };
  }
}

function short(digest: Digest): string {
  return `${digest.slice(0, 19)}…`;
}
