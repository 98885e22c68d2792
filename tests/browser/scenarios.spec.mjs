// Every scenario of the menu opens in a page that already shows another run, and plays without a word on the console.
import { expect, open, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => isMobile, "the menu is the same on a phone");

const TITLES = ["Fargate service", "Rolling deployment", "Circuit breaker", "Blue/green deployment", "Canary deployment", "Stuck deployment", "No room", "Crash loop", "Lose a zone", "Scale from zero", "Spot interruption", "Base and weights", "Service auto scaling", "Mixed cluster", "A thousand instances", "Behind a load balancer", "Wrong health check path", "Nothing yet", "A steady service"];

/** Waits until the page has drawn this many times, however long that takes. */
const frames = (page, count) =>
  page.evaluate(async (count) => {
    for (let drawn = 0; drawn < count; drawn += 1) await new Promise(requestAnimationFrame);
  }, count);

test("one after the other", async ({ page }) => {
  test.slow();
  await open(page);
  for (const title of TITLES) {
    await page.getByRole("button", { name: "Scenarios" }).click();
    await page.getByRole("menuitemradio", { name: title }).click();
    await expect(page.getByRole("navigation", { name: "Scenario" })).toContainText(title);
    await frames(page, 10);
    await expect(page.getByRole("main")).toBeVisible();
  }
  await expect(page.getByRole("article", { name: "Service web" })).toContainText("6/6");
});
