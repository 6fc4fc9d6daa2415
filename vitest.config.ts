import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,generators,scripts,tests}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    // Vitest leaves a processor free, and of two that is half of what there is.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
