// What a program can check of the accessibility, in the main states, and a journey without a pointer.
import { expect, expectAccessible, open, test } from "./fixtures.mjs";

test.use({ reducedMotion: "reduce" });

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("while tasks are replaced and one is inspected", async ({ page, isMobile }) => {
      await open(page);
      if (isMobile) {
        for (const name of ["Author", "Break", "Events", "Learn", "Stage"]) {
          await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name }).click();
          await expectAccessible(page);
        }
      } else {
        await page.keyboard.press("k");
        await page.keyboard.press(".");
        await expectAccessible(page);
      }
      await page.locator(".azs [data-walk][data-task]").first().click();
      for (const name of ["Overview", "Why here", "Events", "JSON"]) {
        await page.getByRole("tab", { name, exact: true }).last().click();
        await expectAccessible(page);
      }
    });

    test("while a deployment rolls and something does not fit", async ({ page }) => {
      test.skip(test.info().project.name === "phone", "the same marks");
      await open(page);
      await page.keyboard.press("`");
      for (const line of [
        "aws ecs update-service --cluster demo --service web --force-new-deployment --desired-count 40",
        "playground run-until +20s",
        "aws ecs list-nothing",
      ]) {
        await page.keyboard.type(line);
        await page.keyboard.press("Enter");
      }
      await expect(page.getByText(/\d+ not placed/)).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("button", { name: "Inspect service web" }).click();
      for (const name of ["Overview", "Why"]) {
        await page.locator(".right").getByRole("tab", { name, exact: true }).click();
        await expectAccessible(page);
      }
    });
  });
}

test("each dialog", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same dialogs");
  await open(page);
  const dialogs = [
    ["Help", "Keys"], ["Help", "What is modelled"], ["Help", "About"],
    ["Scenarios", "Import a run…"], ["Scenarios", "Reset everything…"],
    ["Add to the cluster", /^Service/], ["Add to the cluster", /^Task/],
    ["Add to the cluster", /^Container instances/], ["Add to the cluster", /^Cluster/],
    ["More faults", /^Change how an image behaves/],
  ];
  for (const [menu, item] of dialogs) {
    await page.getByRole("button", { name: menu, exact: true }).click();
    await page.getByRole("menuitem", { name: item, exact: typeof item === "string" }).click();
    await expect(page.getByRole("dialog"), `${menu}, ${item}`).toBeVisible();
    await expectAccessible(page, { include: "dialog" });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

test("the whole job without a pointer", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no keyboard");
  await open(page);
  const focused = (name) => page.evaluate((name) => document.activeElement.closest(name) !== null, name);

  await test.step("F6 goes from region to region and round", async () => {
    const regions = [".top", ".left", ".stage .walk", ".faults", ".drawer", ".time"];
    for (const region of regions) {
      await page.keyboard.press("F6");
      await expect.poll(() => focused(region), region).toBe(true);
    }
    await page.keyboard.press("Shift+F6");
    await expect.poll(() => focused(".drawer")).toBe(true);
  });

  await test.step("arrows walk the stage, Enter inspects, Escape closes", async () => {
    await page.keyboard.press("Shift+F6");
    await page.keyboard.press("Shift+F6");
    const name = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await expect.poll(name).toMatch(/^web:1, task/);
    const first = await name();
    await page.keyboard.press("ArrowRight");
    const second = await name();
    expect(second).toMatch(/^web:1, task/);
    expect(second).not.toBe(first);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText(second.match(/task (\w+)/)[1]);
    await page.keyboard.press("w");
    await expect(page.getByRole("tab", { name: "Why here" })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("complementary", { name: "Inspector" })).toBeHidden();
  });

  await test.step("Space stops the clock, K kills, ? lists the keys", async () => {
    await page.keyboard.press("Space");
    await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
    await page.keyboard.press("k");
    await expect(page.locator(".say")).not.toContainText("Everything is steady");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  });
});
