import { defineApp } from "@kit/deploy";

// Profiles in the order a release travels them: a health gate after each, an approval before the last.
// `bun run kit plan showcase` draws it. For other gates and rollouts, add `setup`: see docs/PROMOTION.md.
export default defineApp({
  name: "showcase",
  profiles: { staging: {}, prod: {} },
});
