// The narrow layout, by touch.
import { beginWith, expect, open, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => !isMobile, "the other specs have the wide layout");

const tab = (page, name) => page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name });

test("kill a task, look at one, go back", async ({ page }) => {
  await open(page);
  await tab(page, "Break").tap();
  await page.getByRole("region", { name: "Break something" }).getByRole("button", { name: "Kill a task" }).tap();
  await expect(tab(page, "Stage")).toHaveAttribute("aria-current", "page");
  await expect(page.locator(".say")).not.toContainText("Everything is steady");
  await page.locator(".azs [data-walk][data-task]").first().tap();
  const sheet = page.getByRole("complementary", { name: "Inspector" });
  await expect(sheet).toBeInViewport();
  await sheet.getByRole("button", { name: "Close the inspector" }).tap();
  await expect(sheet).toBeHidden();
  await tab(page, "Events").tap();
  await expect(page.getByLabel("Events, newest first")).toContainText("STOPPING → STOPPED");
});

test("a fault of the whole cluster is asked for and shows on the stage", async ({ page }) => {
  await open(page);
  await tab(page, "Break").tap();
  await page.getByRole("region", { name: "Break something" }).getByRole("button", { name: /^Drain some/ }).tap();
  const form = page.getByRole("dialog", { name: "Drain container instances" });
  await form.getByLabel(/^Share/).fill("100");
  await expect(form.locator(".cmdline")).toContainText("--percentage 100");
  await form.getByRole("button", { name: "Drain container instances" }).tap();
  await expect(form).toBeHidden();
  await expect(tab(page, "Stage")).toHaveAttribute("aria-current", "page");
  await expect(page.locator(".azs").getByText("DRAINING")).toHaveCount(3);
});

test("a task definition can be written and registered", async ({ page }) => {
  await open(page);
  await tab(page, "Author").tap();
  await beginWith(page, "Web server on Fargate");
  await page.getByRole("button", { name: "Register shop:1" }).tap();
  await page.getByRole("button", { name: "Create service", exact: true }).tap();
  const form = page.getByRole("dialog", { name: "Create a service" });
  await form.getByRole("button", { name: "Create service" }).tap();
  await expect(form).toBeHidden();
  await tab(page, "Stage").tap();
  await expect(page.getByRole("article", { name: "Service shop" })).toBeVisible();
});

test("nothing is wider than the screen", async ({ page }) => {
  await open(page);
  for (const name of ["Author", "Break", "Events", "Learn", "Stage"]) {
    await tab(page, name).tap();
    const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
    expect(scroll, name).toBeLessThanOrEqual(inner);
  }
});

test("the clock of a long run is beside its buttons, and the strip is a slider", async ({ page }) => {
  await open(page);
  await tab(page, "Events").tap();
  await page.getByRole("tab", { name: "Terminal" }).tap();
  await page.getByRole("tabpanel", { name: "Terminal" }).locator("textarea").focus();
  await page.keyboard.insertText("playground run-until +30h");
  await page.keyboard.press("Enter");
  const clock = page.getByRole("timer", { name: "Simulated time" });
  await expect(clock).toHaveText(/^30:\d\d:\d\d$/);
  const box = await clock.boundingBox();
  expect(box.x + box.width).toBeLessThanOrEqual(390);
  const controls = page.getByRole("contentinfo", { name: "Time" }).locator(".ctl .row").first();
  for (const control of await controls.locator("button:visible, select:visible").all()) {
    const other = await control.boundingBox();
    expect(other.x + other.width <= box.x || box.x + box.width <= other.x, await control.getAttribute("aria-label")).toBe(true);
  }
  await page.getByRole("combobox", { name: "Speed" }).selectOption("60");
  await page.getByRole("button", { name: "Pause" }).tap();
  const playhead = page.getByRole("slider", { name: "Playhead" });
  await playhead.focus();
  await page.keyboard.press("Home");
  await expect(clock).toHaveText("00:00:00");
  await expect(playhead).toHaveAttribute("aria-valuetext", /^0 seconds/);
});

/** Opens a scenario of the page Learn and lets its time pass as fast as it can. */
async function watch(page, title) {
  await open(page);
  await tab(page, "Learn").tap();
  await page.getByRole("button", { name: new RegExp(`^${title}`) }).tap();
  await tab(page, "Stage").tap();
  await page.getByRole("combobox", { name: "Speed" }).selectOption("60");
}

test("a blue/green deployment asks, is answered, and is watched to its end", async ({ page }) => {
  await watch(page, "Blue/green deployment");
  const note = page.locator(".tray.asks");
  await expect(note).toContainText("POST_TEST_TRAFFIC_SHIFT", { timeout: 30_000 });
  await note.getByRole("button", { name: "Answer" }).tap();
  const sheet = page.getByRole("complementary", { name: "Inspector" });
  await sheet.getByRole("button", { name: "Continue", exact: true }).tap();
  await expect(sheet.getByRole("img", { name: "Production traffic: 100% to the new revision" })).toBeVisible({ timeout: 30_000 });
  await expect(sheet).toContainText("SUCCESSFUL", { timeout: 60_000 });
  await sheet.getByRole("button", { name: "Close the inspector" }).tap();
  await expect(page.getByRole("article", { name: "Service web" })).toContainText("4/4");
});

test("a group grows for tasks that wait, and says why", async ({ page }) => {
  await watch(page, "Scale from zero");
  const card = page.getByRole("article", { name: "Capacity provider web-asg" });
  await expect(card).toContainText("3 in service", { timeout: 60_000 });
  await card.getByRole("button", { name: "web-asg" }).tap();
  const sheet = page.getByRole("complementary", { name: "Inspector" });
  await expect(sheet).toContainText(/M \/ N = \d+ \/ \d+ = \d+ %/);
  await expect(sheet).toContainText("in state ALARM triggered policy ECSManagedAutoScalingPolicy");
});

test("metrics are charts, and scaling says why", async ({ page }) => {
  await watch(page, "Service auto scaling");
  await tab(page, "Events").tap();
  await page.getByRole("tab", { name: "Metrics" }).tap();
  const panel = page.getByRole("tabpanel", { name: "Metrics" });
  const cpu = panel.getByRole("figure", { name: /^CPU utilization/ });
  await expect(cpu).toContainText("target of cpu 50%");
  await cpu.locator(".plot").tap({ position: { x: 60, y: 40 } });
  await expect(panel.getByRole("figure", { name: /^Tasks/ })).toContainText("max 12");
  await tab(page, "Stage").tap();
  await page.getByRole("article", { name: "Service web" }).tap();
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("Keeps web CPUUtilization near 50.0");
});

test("broken JSON says where it breaks, and nothing is lost where nothing can be kept", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } });
  });
  await open(page);
  const notice = page.locator(".notice");
  await tab(page, "Break").tap();
  await page.getByRole("region", { name: "Break something" }).getByRole("button", { name: "Kill a task" }).tap();
  await expect(notice).toContainText("Your run is not being kept.");
  await expect(notice.getByRole("button", { name: "Download recording" })).toBeInViewport();
  await notice.getByRole("button", { name: "Dismiss" }).tap();
  await tab(page, "Author").tap();
  await page.getByRole("textbox", { name: "Task definition as JSON" }).tap();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('{ "family": "shop", ');
  await expect(page.getByRole("button", { name: /^Register/ })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("button", { name: /error/ })).toBeVisible();
});
