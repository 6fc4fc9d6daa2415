/** A way to break a workflow: the text that is replaced, by what, and what the doctor then says. */
export type Fault = [what: string, before: string | RegExp, after: string, finding: RegExp];

/** Each of these can be done to every workflow. */
export const anywhere: Fault[] = [
  ["a tag for a pin", /checkout@\w{40} # v[\d.]+/, "checkout@v7", /at v7, which may be something else/],
  ["a branch for a pin", /checkout@\w{40} # v[\d.]+/, "checkout@main", /at main, which may be/],
  ["a pin without its release", /(checkout@\w{40}) # v[\d.]+/, "$1", /does not say of which release/],
  [
    "a pin of another commit",
    /checkout@\w{40}/,
    `checkout@${"a".repeat(40)}`,
    /says that aaaaaaaa of actions\/checkout/,
  ],
  ["a pin of another release", /# v7[\d.]+/, "# v6.0.0", /is v6\.0\.0, and it is not/],
  ["permissions for all", /^permissions: \{\}/m, "permissions: write-all", /grants permissions to every job/],
  ["permissions that nobody wrote", /^permissions: \{\}\n/m, "", /grants permissions to every job/],
  [
    "a permission for all",
    /^permissions: \{\}/m,
    "permissions:\n  contents: write",
    /grants permissions to every job/,
  ],
  ["a job with whatever there is", /^ {4}permissions:\n( {6}.*\n)+/m, "", /does not say which permissions/],
  ["a job without end", /^ {4}timeout-minutes: \d+\n/m, "", /has no time limit/],
  ["a job of a day", /timeout-minutes: \d+/, "timeout-minutes: 1440", /has no time limit/],
  ["credentials that stay", /persist-credentials: false/, "persist-credentials: true", /leaves its token/],
  ["credentials that nobody thought of", /^ +persist-credentials: false\n/m, "", /leaves its token/],
  [
    "what a stranger wrote, in a script",
    /(run|script): bun run/,
    `$1: echo \${{ github.event.pull_request.title }}; bun run`,
    /puts .* into a script/,
  ],
  [
    "a script from the network",
    /(run|script): bun run/,
    "$1: curl -fsSL https://example.com/x.sh | bash; bun run",
    /just fetched/,
  ],
  [
    "a stranger's pull request with secrets",
    /^on:\n/m,
    "on:\n  pull_request_target:\n",
    /pull_request_target/,
  ],
  [
    "a secret for all jobs",
    /^jobs:/m,
    `env:\n  TOKEN: \${{ secrets.TOKEN }}\njobs:`,
    /gives TOKEN to every job/,
  ],
  [
    "a secret for all steps",
    /^ {4}steps:/m,
    `    env:\n      TOKEN: \${{ secrets.TOKEN }}\n    steps:`,
    /gives TOKEN to all its steps/,
  ],
  [
    "a job that it does not need",
    /^ {4}steps:/m,
    `    env:\n      X: \${{ needs.nobody.result }}\n    steps:`,
    /speaks of nobody/,
  ],
  [
    "a step that is not there",
    /^ {6}- name: /m,
    `      - env:\n          X: \${{ steps.nobody.outputs.x }}\n        name: `,
    /speaks of nobody/,
  ],
  ["an app's name", /(run|script): bun run/, "$1: test -d apps/shop && bun run", /names the app shop/],
  ["all secrets handed on", /^ {4}steps:/m, "    secrets: inherit\n    steps:", /hands on every secret/],
  ["what is no YAML", /^jobs:/m, "jobs: [", /cannot be read/],
];

/** Each of these is about what one workflow does. */
export const particular: Record<string, Fault[]> = {
  "ci.yml": [
    ["a check that is skipped into green", /^ {4}if: always\(\)\n/m, "", /skipped is green/],
    [
      "a check that leaves a job out",
      "needs: [changed, lint, verify]",
      "needs: [changed, verify]",
      /does not ask how lint ended/,
    ],
    [
      "a check that does not look",
      `LINT: \${{ needs.lint.result }}`,
      "LINT: success",
      /does not ask how lint ended/,
    ],
    [
      "a secret where none belongs",
      `NAMES: \${{ matrix.names }}`,
      `NAMES: \${{ secrets.NPM_TOKEN }}`,
      /is bound to no environment/,
    ],
    [
      "a matrix of nothing",
      `include: \${{ fromJSON(needs.changed.outputs.all) }}`,
      `include: \${{ fromJSON(needs.changed.outputs.al) }}`,
      /changed\.outputs\.al, which/,
    ],
  ],
  "deploy.yml": [
    ["a question that nobody answers", 'deploy "$app" --yes', `deploy "$app"`, /may be asked something/],
    [
      "a deploy that is cut short",
      /cancel-in-progress: false/g,
      "cancel-in-progress: true",
      /cancels a deploy/,
    ],
    ["a deploy that is dropped", "      queue: max\n", "", /drops a deploy that waits/],
    [
      "runs behind each other",
      `group: deploy-\${{ github.run_id }}`,
      "group: deploy",
      /waits for reviewers of prod inside/,
    ],
    [
      "prod behind prod",
      "      name: prod\n",
      "      name: prod\n    concurrency:\n      group: prod\n      queue: max\n#",
      /waits for reviewers of prod inside/,
    ],
    [
      "a secret without its environment",
      / {4}environment:\n {6}name: prod\n {6}url: .*\n/,
      "",
      /uses CLOUDFLARE_API_TOKEN.* bound to no environment/,
    ],
    [
      "an environment of another name",
      "name: staging\n      url",
      "name: stagging\n      url",
      /bound to stagging/,
    ],
    [
      "an artifact that nobody attests",
      /^ {6}- name: Attest[\s\S]*?checksums\.txt\n/m,
      "",
      /attests nothing/,
    ],
    ["an attestation that is not granted", / {6}attestations: write.*\n/, "", /was not granted/],
    ["no checksums", ' --checksums "$RUNNER_TEMP/checksums.txt"', "", /keeps no checksums/],
  ],
  "promote.yml": [
    ["a question that nobody answers", `deploy "$each" --yes`, `deploy "$each"`, /may be asked something/],
    [
      "an input in a script",
      '--to "$PROFILE"',
      `--to \${{ inputs.environment }}`,
      /puts .*inputs\.environment.* into a script/,
    ],
    [
      "promotions behind each other",
      `group: promote-\${{ github.run_id }}`,
      "group: promote",
      /drops a deploy|waits for reviewers/,
    ],
    [
      "an artifact that nobody attests",
      /^ {6}- name: Attest[\s\S]*?checksums\.txt\n/m,
      "",
      /attests nothing/,
    ],
    [
      "a secret without its environment",
      / {4}environment:\n {6}name: \$\{\{ inputs.environment \}\}\n {6}url: .*\n/,
      "",
      /bound to no environment/,
    ],
  ],
  "rollback.yml": [
    [
      "a rollback behind deploys",
      `group: rollback-\${{ inputs.environment }}`,
      `group: staging-\${{ inputs.environment }}`,
      /waits behind deploys/,
    ],
    [
      "an input in a script",
      '--to "$RELEASE"',
      `--to \${{ inputs.to }}`,
      /puts .*inputs\.to.* into a script/,
    ],
    [
      "a rollback that is cut short",
      "cancel-in-progress: false",
      "cancel-in-progress: true",
      /cancels a deploy/,
    ],
    ["a rollback that is dropped", "  queue: max\n", "", /drops a deploy/],
    [
      "a secret without its environment",
      / {4}environment:\n {6}name: .*\n {6}url: .*\n/,
      "",
      /bound to no environment/,
    ],
  ],
  "preview.yml": [
    [
      "a deletion that nobody confirms",
      `destroy --profile "$PROFILE" --yes`,
      `destroy --profile "$PROFILE"`,
      /may be asked something/,
    ],
    [
      "secrets for forks",
      "github.event.pull_request.head.repo.full_name == github.repository &&\n",
      "",
      /for pull requests from forks/,
    ],
    [
      "the wrong comparison",
      "head.repo.full_name == github.repository",
      "head.repo.full_name == github.repository_owner",
      /for pull requests from forks/,
    ],
    [
      "a preview that is cut short",
      "cancel-in-progress: false",
      "cancel-in-progress: true",
      /cancels a deploy/,
    ],
    [
      "an input in a script",
      'destroy --profile "$PROFILE"',
      `destroy --profile preview-\${{ github.event.number }}`,
      /into a script/,
    ],
  ],
  "reconcile.yml": [
    ["an environment of another name", "name: staging", "name: nightly", /bound to nightly/],
    [
      "a secret without its environment",
      / {4}environment:\n {6}name: .*\n {6}deployment: .*\n/,
      "",
      /bound to no environment/,
    ],
  ],
  "release.yml": [
    ["an environment of another name", "name: npm", "name: npmjs", /bound to npmjs/],
    [
      "a mode that nobody tells",
      "outputs.mode == 'publish'",
      "outputs.mod == 'publish'",
      /mode\.outputs\.mod, which/,
    ],
  ],
  "feed.yml": [
    ["an environment of another name", "name: github-pages", "name: pages", /bound to pages/],
    ["a feed that is cut short", "cancel-in-progress: false", "cancel-in-progress: true", /cancels a deploy/],
    ["a step of another name", "steps.publish.outputs", "steps.publsh.outputs", /speaks of publsh/],
  ],
  "security.yml": [
    [
      "a secret where none belongs",
      "run: bun audit",
      `env:\n          T: \${{ secrets.T }}\n        run: bun audit`,
      /bound to no environment/,
    ],
  ],
};
