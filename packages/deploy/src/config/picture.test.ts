import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, picture } from "./index.ts";

const { pipeline } = await evaluate({ name: "shop", profiles: { staging: {}, prod: {} } });

test("the pipeline in one row, where that fits", () => {
  expect(`\n${picture(pipeline, { width: 112 })}\n`).toBe(`
┏━━━━━━━━━━━━━┓    ╭────────────────────╮    ╭────────────────────╮    ┏━━━━━━━━━━━━━┓    ╭────────────────────╮
┃ staging     ┃───▶│ staging-health     │───▶│ prod-approval      │───▶┃ prod        ┃───▶│ prod-health        │
┃ all at once ┃    │ health /api/health │    │ manual, 1 approval │    ┃ all at once ┃    │ health /api/health │
┗━━━━━━━━━━━━━┛    ╰────────────────────╯    ╰────────────────────╯    ┗━━━━━━━━━━━━━┛    ╰────────────────────╯
└──────────── run to staging ───────────┘    └────────────────────────── run to prod ──────────────────────────┘
`);
});

test("else a row a run", () => {
  expect(`\n${picture(pipeline, { width: 80 })}\n`).toBe(`
┏━━━━━━━━━━━━━┓    ╭────────────────────╮
┃ staging     ┃───▶│ staging-health     │
┃ all at once ┃    │ health /api/health │
┗━━━━━━━━━━━━━┛    ╰────────────────────╯
└──────────── run to staging ───────────┘

    ╭────────────────────╮    ┏━━━━━━━━━━━━━┓    ╭────────────────────╮
───▶│ prod-approval      │───▶┃ prod        ┃───▶│ prod-health        │
    │ manual, 1 approval │    ┃ all at once ┃    │ health /api/health │
    ╰────────────────────╯    ┗━━━━━━━━━━━━━┛    ╰────────────────────╯
    └────────────────────────── run to prod ──────────────────────────┘
`);
});

test("no line is wider than the width, and every step is there", () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 130 }), (width) => {
      const lines = picture(pipeline, { width }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      for (const name of ["staging-health", "prod-approval", "prod-health"]) {
        expect(lines.some((line) => line.includes(name))).toBe(true);
      }
    }),
  );
});
