// The pages of the help: the glossary, what is modelled, the keys.
import { expect, expectAccessible, open, test } from "./fixtures.mjs";
import { isPhone, phoneTab } from "./states.mjs";

/** A phone has the same pages under Learn. */
async function help(page, name) {
  if (isPhone(page)) {
    await phoneTab(page, "Learn");
    await page.getByRole("region", { name: "Learn" }).getByRole("button", { name: new RegExp(`^${name}`) }).tap();
  } else {
    await page.getByRole("button", { name: "Help", exact: true }).click();
    await page.getByRole("menuitem", { name, exact: true }).click();
  }
  return page.getByRole("dialog");
}

test("a term is found, and leads to its kin", async ({ page }) => {
  await open(page);
  const dialog = await help(page, "Glossary");
  await expect(dialog.getByText("awsvpc").first()).toBeVisible();
  await dialog.getByRole("searchbox", { name: "Find a term" }).fill("binpack");
  await expect(dialog.locator("dt").first()).toHaveText("binpack");
  await dialog.getByRole("button", { name: "placement strategy" }).first().click();
  await expect(dialog.locator("[data-wanted] dt")).toHaveText("placement strategy");
  await expect(dialog.locator("[data-wanted]")).toBeInViewport();
  await expectAccessible(page, { include: "dialog" });
});

test("each page of the help opens and closes", async ({ page }) => {
  await open(page);
  for (const [name, says] of [["Real against modelled", "A task starts on Fargate"], ["Keys", "Play, pause"], ["About", "Not affiliated"]]) {
    const dialog = await help(page, name);
    await expect(dialog).toContainText(says);
    const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(scroll, name).toBeLessThanOrEqual(inner);
    await expectAccessible(page, { include: "dialog" });
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await expect(dialog).toBeHidden();
  }
});

test("what is modelled can be looked up", async ({ page }) => {
  await open(page);
  const dialog = await help(page, "What is modelled");
  await expect(dialog).toContainText(/\d+ modelled, \d+ simplified, \d+ absent/);
  await dialog.getByRole("searchbox").fill("restart polic");
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await expectAccessible(page, { include: "dialog" });
  await dialog.getByRole("button", { name: "Keys" }).click();
  await expect(dialog).toContainText("Lay out the JSON");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});
