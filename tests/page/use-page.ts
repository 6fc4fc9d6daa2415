import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { FEATURES } from "../../generators/src/template/feature.ts";
import { launchBrowser, servePage, stampApp } from "./open.ts";

/** The folder of the app whose page is tried, where the caller has one: see `mutate` of the generators. */
const given = process.env.KIT_PAGE_OF;

/**
 * For the tests of a suite: a new page of a browser each, on which an app that has every feature can be opened.
 * What the page complains of fails the test.
 */
export function usePage() {
  let app: Awaited<ReturnType<typeof stampApp>> | undefined;
  let served: Awaited<ReturnType<typeof servePage>>;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    app = given === undefined ? await stampApp(FEATURES) : undefined;
    served = await servePage(app?.folder ?? given ?? "");
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await app?.remove();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    page.setDefaultTimeout(5000);
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      const isAnswer = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !isAnswer) complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const form = (label: string) => page.locator("form.line", { has: page.getByLabel(label) });
  return {
    page: () => page,
    open: (path = "/") => page.goto(served.url + path),
    /** The form for one line whose field has this label. */
    form,
    /** Types into that form, and sends it. */
    send: async (label: string, text: string) => {
      await form(label).getByRole("textbox").fill(text);
      await form(label).getByRole("button").click();
    },
    seen: (text: string) => page.getByText(text).waitFor(),
    gone: (text: string) => page.getByText(text).waitFor({ state: "detached" }),
    /** From here on the API answers so at this path. */
    answer: (path: string, body: unknown, status = 200) =>
      page.route(`**/api/${path}`, (route) => route.fulfill({ json: body, status })),
    comeBack: () => page.evaluate('window.dispatchEvent(new Event("focus"))'),
  };
}
