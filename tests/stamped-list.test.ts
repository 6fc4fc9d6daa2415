import { describe, expect, test } from "vitest";
import { findChromium } from "../scripts/chromium.ts";
import { objections } from "./page/accessible.ts";
import { usePage } from "./page/use-page.ts";

const LABEL = "What is needed?";

/** Where there is no browser the test command says so, loudly; see scripts/test.ts. */
describe.skipIf(!findChromium())("the list on the page of a stamped app", () => {
  const { page, open, form, send, seen, gone, answer, comeBack } = usePage();
  const items = () => page().locator("ul.items");
  const box = (name: string) => page().getByLabel(name, { exact: true });

  test("is empty at first, and says so; nothing can be added before something is typed", async () => {
    await open();
    await seen("Nothing is needed.");
    expect(await form(LABEL).getByRole("button").isDisabled()).toBe(true);
    await form(LABEL).getByRole("textbox").fill("  ");
    expect(await form(LABEL).getByRole("button").isDisabled()).toBe(true);
    expect(await objections(page())).toEqual([]);
  });

  test("keeps what is added, marked and removed, and empties the form", async () => {
    await open();
    for (const text of ["Oat milk", "Bread"]) {
      await send(LABEL, text);
      await items().getByText(text).waitFor();
    }
    await expect.poll(() => form(LABEL).getByRole("textbox").inputValue()).toBe("");
    const marked = page().waitForResponse((response) => response.request().method() === "PATCH");
    await box("Oat milk").check();
    await marked;
    expect(await objections(page())).toEqual([]);

    await page().reload();
    await items().getByText("Bread").waitFor();
    expect(await items().getByRole("listitem").allTextContents()).toEqual(["Oat milk", "Bread"]);
    expect(await box("Oat milk").isChecked()).toBe(true);
    expect(await box("Bread").isChecked()).toBe(false);
    await page().getByRole("button", { name: "Remove Oat milk" }).click();
    await items().getByText("Oat milk").waitFor({ state: "detached" });
    expect(await items().getByRole("listitem").allTextContents()).toEqual(["Bread"]);
  });

  test("shows at once what is marked, before the server has answered", async () => {
    await answer("items", { items: [1, 2].map((id) => ({ id, text: `Tea ${id}`, done: false })) });
    await page().route("**/api/items/1", () => {});
    await open();
    await box("Tea 1").click();
    await expect.poll(() => box("Tea 1").isChecked()).toBe(true);
    expect(await box("Tea 2").isChecked()).toBe(false);
  });

  test("shows what others have added, when somebody comes back to the page", async () => {
    await answer("items", { items: [] });
    await open();
    await seen("Nothing is needed.");
    await answer("items", { items: [{ id: 7, text: "From elsewhere", done: false }] });
    await comeBack();
    await seen("From elsewhere");
  });

  test("while it is loading claims nothing", async () => {
    await page().route("**/api/items", () => {});
    await open();
    await form(LABEL).waitFor();
    expect(await page().getByText("Nothing is needed.").count()).toBe(0);
    expect(await objections(page())).toEqual([]);
  });

  test("says what went wrong, until it goes right again", async () => {
    await answer("items", { error: "The database sleeps." }, 503);
    await open();
    await seen("The database sleeps.");
    expect(await page().getByText("Nothing is needed.").count()).toBe(0);
    expect(await objections(page())).toEqual([]);
    await answer("items", { items: [] });
    await comeBack();
    await gone("The database sleeps.");
  });

  test("does not take an older answer for the newer", async () => {
    const answers: (() => Promise<void>)[] = [];
    await page().route("**/api/items", (route) => {
      const items = [{ id: 1, text: `Answer ${answers.length}`, done: false }];
      answers.push(() => route.fulfill({ json: { items } }));
    });
    await open();
    await expect.poll(() => answers.length).toBe(1);
    await comeBack();
    await expect.poll(() => answers.length).toBe(2);
    await answers[1]?.();
    await seen("Answer 1");
    await answers[0]?.();
    await page().waitForLoadState("networkidle");
    expect(await items().textContent()).toBe("Answer 1");
  });
});
