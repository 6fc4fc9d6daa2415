import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** What axe objects to on a page as it is now, light and dark: the rule, and where. */
export async function objections(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    const { violations }: AxeResults = await page.evaluate("axe.run()");
    found.push(
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target }) => `${colorScheme}: ${id} at ${target}`),
      ),
    );
  }
  await page.emulateMedia({ colorScheme: "light" });
  return found;
}
