// The clock: pause, step, speed, the playhead, and the past.
import { expect, open, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => isMobile, "the narrow layout has play and the clock alone");

const clock = (page) => page.getByRole("timer", { name: "Simulated time" });
const playhead = (page) => page.getByRole("slider", { name: "Playhead" });
const seconds = async (page) => Number(await playhead(page).getAttribute("aria-valuenow"));

test("it plays, pauses, steps and changes its speed", async ({ page }) => {
  await open(page);
  const start = await clock(page).textContent();
  await expect(clock(page)).not.toHaveText(start);
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const paused = await seconds(page);
  await page.waitForTimeout(300);
  expect(await seconds(page)).toBe(paused);
  await page.keyboard.press("k");
  await page.keyboard.press(".");
  await page.keyboard.press(".");
  await expect.poll(() => page.getByLabel("Events, newest first").textContent()).toContain("STOPPING → STOPPED");
  const later = await seconds(page);
  await page.keyboard.press("5");
  await expect(page.getByRole("button", { name: "600×" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Space");
  await expect.poll(() => seconds(page)).toBeGreaterThan(later + 120);
});

test("the playhead goes back by keyboard, and the present is a button away", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Space");
  const now = await seconds(page);
  await playhead(page).focus();
  await page.keyboard.press("PageDown");
  await expect.poll(() => seconds(page)).toBeLessThanOrEqual(now - 9);
  await expect(playhead(page)).toHaveAttribute("aria-valuetext", /^2 minutes \d+ seconds?, web 6 of 6 running$/);
  await page.keyboard.press("Home");
  await expect(clock(page)).toHaveText("00:00:00");
  await page.getByRole("button", { name: /^Return to/ }).click();
  await expect.poll(() => seconds(page)).toBeGreaterThanOrEqual(now);
});

test("acting in the past asks first, and cuts off what came after", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Space");
  const end = await seconds(page);
  await playhead(page).focus();
  await page.keyboard.press("PageDown");
  await page.getByRole("button", { name: "Kill a task" }).click();
  const question = page.getByRole("dialog", { name: "Go on from here?" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: /^Return to/ })).toBeVisible();
  await expect(playhead(page)).toHaveAttribute("aria-valuemax", String(end));
  await page.getByRole("button", { name: "Kill a task" }).click();
  await question.getByRole("button", { name: "Go on from here" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole("button", { name: "Run until steady" })).toBeVisible();
  expect(Number(await playhead(page).getAttribute("aria-valuemax"))).toBeLessThan(end);
});

test("nothing passes while the tab is hidden", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
    Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.waitForTimeout(100);
  const hidden = await seconds(page);
  await page.waitForTimeout(500);
  expect(await seconds(page)).toBe(hidden);
  await page.evaluate(() => {
    delete document.hidden;
    delete document.visibilityState;
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await expect.poll(() => seconds(page)).toBeGreaterThan(hidden);
  // What passed meanwhile is not made up for.
  expect(await seconds(page)).toBeLessThan(hidden + 5 + 10);
});
