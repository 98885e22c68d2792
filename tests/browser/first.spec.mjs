// The first ten seconds: something lives, one thing dares, and the page says what came of it. Wide and narrow.
import { expect, open, runUntilSteady, test } from "./fixtures.mjs";

const sentence = (page) => page.locator(".say, .tray");

test("a stranger kills a task and sees it replaced", async ({ page, isMobile }) => {
  await open(page);
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await expect(sentence(page)).toContainText("Kill a task and see what ECS does.");
  const running = page.locator(".azs [data-walk][data-task]");
  await expect(running).toHaveCount(6);

  if (isMobile) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Break" }).tap();
    await page.getByRole("region", { name: "Break something" }).getByRole("button", { name: "Kill a task" }).tap();
  } else {
    const kill = page.getByRole("toolbar", { name: "Faults" }).getByRole("button", { name: /^Kill a task/ });
    await kill.hover();
    await expect(page.locator(".azs .aim")).toHaveCount(1);
    await kill.click();
  }
  // Who stopped it and what takes its place, in one sentence, then the next thing to dare.
  await expect(sentence(page)).toContainText(/was stopped by you; (its replacement|web wants 6, so ECS started)/, { timeout: 10_000 });
  await expect(sentence(page)).toContainText("Now lose an instance.", { timeout: 30_000 });
});

test("who opens a scenario can have the run before back", async ({ page, isMobile }) => {
  test.skip(isMobile, "the scenarios are on a page of their own");
  await open(page);
  const scenarios = page.getByRole("button", { name: "Scenarios" });
  const choose = async (name) => {
    await scenarios.click();
    await page.getByRole("menuitemradio", { name }).click();
  };
  // Nothing was done yet: there is nothing to set aside.
  await choose("No room");
  await expect(page.getByRole("button", { name: "Bring it back" })).toBeHidden();
  await choose("A steady service");
  await page.keyboard.press("k");
  await expect(sentence(page)).toContainText("was stopped by you");
  await runUntilSteady(page);
  await choose("No room");
  await expect(page.getByText("What you did in “A steady service” is set aside.")).toBeVisible();
  // It outlives the visit too.
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(scenarios).toContainText("No room");
  await scenarios.click();
  await page.getByRole("menuitem", { name: "Back to A steady service" }).click();
  await expect(scenarios).toContainText("A steady service");
  await expect(sentence(page)).toContainText("Now lose an instance.");
});

test("who comes back lands where they left", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same storage");
  await open(page);
  await runUntilSteady(page);
  await page.getByRole("button", { name: "60×" }).click();
  await page.keyboard.press("k");
  await page.getByRole("button", { name: "Step back one event" }).click();
  await page.locator(".azs [data-walk][data-task]").first().click();
  await page.keyboard.press("j");
  await page.keyboard.press("m");
  await page.keyboard.press("e");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  const title = await inspector.getByRole("heading").first().textContent();
  const clock = page.locator(".clock");
  const at = await clock.textContent();
  await page.waitForTimeout(1_000);
  await page.reload();
  await expect(clock).toHaveText(at);
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(inspector.getByRole("heading").first()).toHaveText(title);
  await expect(inspector.getByRole("tab", { name: "JSON" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tab", { name: "Metrics" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("region", { name: "Author" })).toBeHidden();
});

test("nothing moves while the page comes to be", async ({ page }) => {
  await page.addInitScript(() => {
    globalThis.shifts = [];
    // The playhead moves all the time, and the editor counts a line anew that turns out to be wrapped.
    const stands = ({ node }) => node && !(node.nodeType === 1 ? node : node.parentElement)?.closest(".time");
    const note = (list) => list.getEntries().forEach(({ value, sources }) => {
      const moved = sources.filter(stands).map(({ node }) => node?.className ?? node?.nodeName);
      if (value >= 0.005 && moved.length > 0) globalThis.shifts.push(`${value.toFixed(4)} ${moved.join(", ")}`);
    });
    new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
  });
  await open(page);
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.waitForTimeout(500);
  expect(await page.evaluate(() => globalThis.shifts)).toEqual([]);
});

const REST = "**/*-split_later.wasm";

test("the first scenario lives before the page is whole, and what was pressed meanwhile is done", async ({ page, isMobile }) => {
  let release;
  const gate = new Promise((done) => (release = done));
  await page.route(REST, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto("./");
  const clock = page.getByRole("timer", { name: "Simulated time" });
  const before = await clock.textContent();
  await expect(clock).not.toHaveText(before);
  await expect(page.locator(".azs [data-task]")).toHaveCount(6);
  const speed = page.locator(".speed-pick");
  if (isMobile) await speed.selectOption("60×");
  await page.getByRole("button", isMobile ? { name: "Learn" } : { name: "Kill a task" }).click();
  // Nothing moves when the rest comes.
  const places = () => page.locator(".azs, .svcs, .play, .share").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  const drawn = await places();
  const seen = await clock.textContent();
  release();
  await expect(page.locator(".app[data-whole]")).toBeVisible();
  // The same run goes on.
  expect((await clock.textContent()) >= seen).toBe(true);
  if (isMobile) {
    await expect(page.getByRole("button", { name: "Learn" })).toHaveAttribute("aria-current", "page");
    await expect(speed).toHaveValue("60");
  } else {
    await expect(page.getByRole("toolbar", { name: "Faults" }).getByRole("button", { name: /^Kill a task/ })).toBeFocused();
    await expect(sentence(page)).toContainText("was stopped by you");
    expect(await places()).toEqual(drawn);
  }
});

test.describe("the rest of the page does not come", () => {
  test.use({ expectedProblems: [/split_later|Failed to load resource|SplitLoader|Failed to fetch/] });

  test("the scenario goes on, and the page says what is missing", async ({ page, isMobile }) => {
    test.skip(isMobile, "the same code as in the wide layout");
    await page.route(REST, (route) => route.abort());
    await page.goto("./");
    await expect(page.getByRole("alert")).toContainText("The rest of the page could not be loaded");
    const clock = page.getByRole("timer", { name: "Simulated time" });
    const before = await clock.textContent();
    await expect(clock).not.toHaveText(before);
  });

  test("who comes back reads that nothing is lost", async ({ page, isMobile }) => {
    test.skip(isMobile, "the same code as in the wide layout");
    await page.addInitScript(() => localStorage.setItem("ecs-playground", "{}"));
    await page.route(REST, (route) => route.abort());
    await page.goto("./");
    await expect(page.getByRole("alert")).toContainText("What you did is kept in this browser.");
    await expect(page.locator(".boot")).toHaveCount(0);
  });
});
