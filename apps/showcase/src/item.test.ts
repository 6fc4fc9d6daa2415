import { describe, expect, it } from "vitest";
import { checkText, MAX_TEXT } from "./item.ts";

describe("checkText", () => {
  it("makes one trimmed line of what was typed", () => {
    expect(checkText("  oat\n\tmilk ")).toEqual({ ok: true, text: "oat milk" });
  });

  it("accepts the longest text and refuses one character more", () => {
    expect(checkText("x".repeat(MAX_TEXT))).toMatchObject({ ok: true });
    expect(checkText("x".repeat(MAX_TEXT + 1))).toEqual({ ok: false, error: "Keep it to 120 characters." });
  });

  it.each([undefined, null, 7, {}, ["milk"]])("refuses %j, which is not text", (input) => {
    expect(checkText(input)).toMatchObject({ ok: false });
  });

  it("refuses nothing but white space", () => {
    expect(checkText(" \n ")).toEqual({ ok: false, error: "Write something first." });
  });
});
