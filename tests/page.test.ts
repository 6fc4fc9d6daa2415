import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../scripts/chromium.ts";
import { objections } from "./page/accessible.ts";
import { launchBrowser } from "./page/open.ts";
import { statusOf } from "./served.ts";
import { Workspace } from "./workspace.ts";

const shots = join(import.meta.dirname, ".screenshots");

/** Where there is no browser the test command says so, loudly; see scripts/test.ts. */
describe.skipIf(!findChromium())("the showcase in a real browser", () => {
  let workspace: Workspace;
  let browser: Browser;
  let page: Page;
  let url: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    workspace = await Workspace.create();
    expect((await workspace.kit("deploy", "showcase", "--profile", "staging")).code).toBe(0);
    url = (await statusOf(workspace, "showcase")).profiles.staging?.url ?? "";
    browser = await launchBrowser();
    page = await browser.newPage();
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await browser.close();
    await workspace.cleanup();
  });

  test("shows the release that serves it", async () => {
    const { digest } = (await statusOf(workspace, "showcase")).profiles.staging ?? {};
    const response = await page.goto(url);
    expect(response?.headers()["content-security-policy"]).toContain("default-src 'none'");
    const footer = page.locator("footer");
    await footer.getByText("v1").waitFor();
    const shown = await footer.textContent();
    expect(shown).toContain("staging");
    expect(shown).toContain(digest?.replace("sha256:", "").slice(0, 7));
  });

  test("can be used: what is added is there after a reload, what is removed is gone", async () => {
    await page.getByRole("textbox").fill("Oat milk");
    await page.keyboard.press("Enter");
    await page.getByText("Oat milk").waitFor();
    await page.reload();
    await page.getByText("Oat milk").waitFor();
    await page.getByRole("checkbox").check();
    expect(await objections(page)).toEqual([]);
    await page.screenshot({ path: join(shots, "light.png"), fullPage: true });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 390, height: 700 });
    await page.screenshot({ path: join(shots, "dark-narrow.png"), fullPage: true });
    await page.getByRole("button", { name: /remove/i }).click();
    await page.getByText("Oat milk").waitFor({ state: "detached" });
  });

  test("nothing is refused by its own security headers, and nothing is complained of", () => {
    expect(complaints).toEqual([]);
  });
});
