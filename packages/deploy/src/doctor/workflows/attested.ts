import { eachJob, type Rule } from "./rule.ts";

/** Whoever has an artifact can see that it was built here, from what. Previews are nobody's to have. */
export const attestsArtifacts: Rule = eachJob(({ steps, permissions }, { id }) => {
  const deploys = steps.some(
    ({ run }) => /\bkit deploy\b|\bset -- deploy\b/.test(run ?? "") && run?.includes("--checksums"),
  );
  const attests = steps.some(({ uses }) => uses?.startsWith("actions/attest@"));
  const builds = steps.some(
    ({ run, env }) => /\bkit deploy\b/.test(run ?? "") && !JSON.stringify(env).includes("preview-"),
  );
  if (builds && !deploys)
    return [{ text: `job ${id} keeps no checksums of what it deploys.`, mend: "kit deploy … --checksums" }];
  if (deploys && !attests)
    return [{ text: `job ${id} attests nothing of what it deploys.`, mend: "uses: actions/attest" }];
  const mayAttest =
    JSON.stringify(permissions ?? {}).match(/"(id-token|attestations)":"write"/g)?.length === 2;
  if (attests && !mayAttest)
    return [
      {
        text: `job ${id} attests, and was not granted to.`,
        mend: "permissions: { id-token: write, attestations: write }",
      },
    ];
  return [];
});
