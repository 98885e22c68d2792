// Metrics over time, and auto scaling in the Inspector.
import { expect, expectAccessible, open, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => isMobile, "the drawer of a phone has no room for the menu that opens the scenario");

test.beforeEach(async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Scenarios" }).click();
  await page.getByRole("menuitemradio", { name: "Service auto scaling" }).click();
  await page.getByRole("tab", { name: "Metrics" }).click();
});

test("charts follow the run, show the value under the pointer, and travel", async ({ page }) => {
  const panel = page.getByRole("tabpanel", { name: "Metrics" });
  const cpu = panel.getByRole("figure", { name: /^CPU utilization/ });
  await expect(cpu).toContainText("target of cpu 50%");
  await expect(panel.getByRole("figure", { name: /^Requests/ })).toBeVisible();
  await expect(panel.getByRole("figure", { name: /^Tasks/ })).toContainText("max 12");
  // One page of time, here and in the timeline.
  const labels = async (root) => (await root.locator("span").allTextContents()).filter(Boolean);
  const timeline = page.locator(".tlpage .axis");
  const parts = panel.getByRole("combobox", { name: "Part of the run, here and in the timeline" });
  // The run is a few minutes old: some parts of it are the same.
  for (const [part, isOther] of [["15 minutes", false], ["An hour", true], ["Whole run", true], ["Up to an hour", false]]) {
    const before = await labels(timeline);
    await parts.selectOption(part);
    await expect(async () => {
      const shown = await labels(timeline);
      if (isOther) expect(shown).not.toEqual(before);
      expect(await labels(cpu.locator(".maxis"))).toEqual(shown);
    }).toPass();
  }
  await cpu.locator(".plot").hover({ position: { x: 30, y: 40 } });
  await expect(panel.locator(".mtop")).toContainText(/at \d\d:\d\d/);
  await expectAccessible(page, { include: ".drawer" });
});

test("the Inspector tells what scaled and why, and takes another policy", async ({ page }) => {
  await page.getByRole("button", { name: "Run until steady" }).click();
  await page.getByRole("article", { name: "Service web" }).click();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector).toContainText("Between 2 and 12 tasks.");
  await expect(inspector).toContainText("Keeps web CPUUtilization near 50.0");
  await inspector.getByRole("button", { name: "Add target tracking" }).click();
  const dialog = page.getByRole("dialog", { name: "Add target tracking" });
  await expect(dialog).toContainText("aws application-autoscaling put-scaling-policy");
  await dialog.getByLabel("Metric").selectOption("ECSServiceAverageMemoryUtilization");
  await dialog.getByLabel("Policy name").fill("memory");
  await dialog.getByRole("button", { name: "Add the policy" }).click();
  await expect(dialog).toBeHidden();
  await expect(inspector).toContainText("Keeps web MemoryUtilization near 50.0");
});
