import { describe, expect, test } from "vitest";
import { findChromium } from "../scripts/chromium.ts";
import { objections } from "./page/accessible.ts";
import { usePage } from "./page/use-page.ts";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Where there is no browser the test command says so, loudly; see scripts/test.ts. */
describe.skipIf(!findChromium())("on the page of a stamped app", () => {
  const { page, open, form, send, seen, gone, answer } = usePage();

  test("the footer says which release serves it, and where", async () => {
    await open();
    const facts = page().locator("footer dl div");
    await facts.first().waitFor();
    const digest = `sha256:${"ab".repeat(6)}`;
    expect(await facts.allTextContents()).toEqual(["Releasev12", "Profilestaging", `Digest${digest}`]);
    expect(await page().getByRole("heading", { level: 1 }).textContent()).toBe(await page().title());
  });

  test("the page is sent with a policy that lets in nothing from elsewhere", async () => {
    const headers = (await open())?.headers();
    expect(headers).toMatchObject({
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
    const policy = headers?.["content-security-policy"]?.split("; ");
    expect(policy?.every((rule) => /^[a-z-]+ '(self|none)'$/.test(rule))).toBe(true);
    const closed = ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"];
    expect(policy).toEqual(expect.arrayContaining(closed));
  });

  test("before the first release the footer says so; of what cannot be reached it says nothing", async () => {
    await answer("health", { profile: "prod", release: null, digest: null });
    await open();
    await seen("none yet");
    expect(await page().getByText("Digest").count()).toBe(0);
    await page().route("**/api/health", (route) => route.abort());
    await page().reload();
    await page().locator("h1").waitFor();
    await page().waitForLoadState("networkidle");
    expect(await page().locator("footer").textContent()).toBe("");
  });

  test("each load is one visit", async () => {
    const number = async () =>
      Number(/\d+/.exec((await page().getByText("visitor number").textContent()) ?? ""));
    await open();
    const first = await number();
    await page().reload();
    expect(await number()).toBe(first + 1);
  });

  test("a notice is put up, and is there for others", async () => {
    const label = "Put up a notice";
    await open();
    expect(await page().locator(".notice").count()).toBe(0);
    await send(label, "Closed on Monday");
    await seen("Closed on Monday");
    await expect.poll(() => form(label).getByRole("textbox").inputValue()).toBe("");
    await page().reload();
    await seen("Closed on Monday");
    expect(await objections(page())).toEqual([]);
  });

  test("a photo is put up in the place of the one before, and what is no photo is refused in words", async () => {
    const file = (mimeType: string, bytes: string) => ({
      name: "photo",
      mimeType,
      buffer: Buffer.from(bytes, "base64"),
    });
    await open();
    const image = page().getByRole("img", { name: "What somebody has put up" });
    await image.waitFor({ state: "detached" });
    const input = page().getByLabel("Put up a photo");
    await input.setInputFiles(file("image/png", PIXEL));
    await image.waitFor();
    const before = await image.getAttribute("src");
    await input.setInputFiles(file("text/plain", "AAAA"));
    await expect.poll(() => page().locator(".photo [role=alert]").textContent()).not.toBe("");
    expect(await objections(page())).toEqual([]);
    await input.setInputFiles(file("image/png", PIXEL));
    await expect.poll(() => page().locator(".photo [role=alert]").textContent()).toBe("");
    expect(await image.getAttribute("src")).not.toBe(before);
  });

  test("feedback is thanked for; where it fails, what was written stays, and it is said why", async () => {
    const label = "What should be better?";
    await open();
    await answer("feedback", { error: "The box is full." }, 503);
    await send(label, "More cheese");
    await seen("The box is full.");
    expect(await page().getByText("Thank you.").count()).toBe(0);
    expect(await form(label).getByRole("textbox").inputValue()).toBe("More cheese");
    expect(await objections(page())).toEqual([]);
    await page().unroute("**/api/feedback");
    await form(label).getByRole("button").click();
    await seen("Thank you.");
    await gone("The box is full.");
  });

  test("what is being sent cannot be sent twice, and is sent as it is read", async () => {
    const sent: unknown[] = [];
    await page().route("**/api/feedback", (route) => void sent.push(route.request().postDataJSON()));
    await open();
    await send("What should be better?", "  More   cheese ");
    await expect.poll(() => sent.length).toBe(1);
    await page().keyboard.press("Enter");
    expect(await form("What should be better?").getByRole("button").isDisabled()).toBe(true);
    expect(sent).toEqual([{ text: "More cheese" }]);
  });

  test("a reminder waits, and says when it is due", async () => {
    await page().clock.install();
    await open();
    await answer("reminders/*", { due: null });
    await send("Remind me in a minute", "The tea");
    await seen("Waiting.");
    await answer("reminders/*", { due: "The tea is ready" });
    await page().clock.fastForward(5000);
    await seen("The tea is ready");
    expect(await page().getByText("Waiting.").count()).toBe(0);
  });

  test.each([
    [
      "the server cannot be reached",
      (path: string) => page().route(path, (route) => route.abort()),
      "Are you online?",
    ],
    [
      "what answers is not the API",
      (path: string) => page().route(path, (route) => route.fulfill({ status: 502, body: "<html>" })),
      "The server answered 502.",
    ],
    [
      "the API says something else",
      (path: string) => page().route(path, (route) => route.fulfill({ status: 500, json: { error: 1 } })),
      "The server answered 500.",
    ],
  ])("where %s, that is said", async (_when, fail, words) => {
    await open();
    await fail("**/api/feedback");
    await send("What should be better?", "More cheese");
    await seen(words);
  });

  test("axe would object where there is something to object to", async () => {
    await page().setContent("<img src=data:,>");
    expect(await objections(page())).toContain("dark: image-alt at img");
  });
});
