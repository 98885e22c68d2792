// The log of the whole run: filters, repetitions, what lies ahead.
import { expect, expectAccessible, open, test } from "./fixtures.mjs";

const list = (page) => page.getByLabel("Events, newest first");

async function openEvents(page, isMobile) {
  if (isMobile) await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Events" }).tap();
  else await page.keyboard.press("t");
}

async function openScenario(page, isMobile, title) {
  if (isMobile) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Learn" }).tap();
    await page.getByRole("button", { name: new RegExp(`^${title}`) }).tap();
  } else {
    await page.getByRole("button", { name: "Scenarios" }).click();
    await page.getByRole("menuitemradio", { name: title }).click();
  }
}

test("a placement that fails again is one row that counts, and shows each time", async ({ page, isMobile }) => {
  await open(page);
  await openScenario(page, isMobile, "No room");
  await openEvents(page, isMobile);
  if (isMobile) await page.getByRole("combobox", { name: "Speed" }).selectOption("60");
  else await page.keyboard.press("4");
  const failed = list(page).locator("li.bad").filter({ hasText: "No place for" });
  await expect(failed.getByRole("button", { name: /^Said ([5-9]|\d\d+) times; show each/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(failed).toHaveCount(1);
  await failed.getByRole("button", { name: /^Said/ }).click();
  await expect.poll(() => failed.count()).toBeGreaterThan(3);
  await list(page).getByRole("button", { name: "Show the repetitions as one row" }).click();
  await expect(failed).toHaveCount(1);
});

test("it filters by kind, by service and by words", async ({ page, isMobile }) => {
  await open(page);
  await openScenario(page, isMobile, "Mixed cluster");
  await openEvents(page, isMobile);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("combobox", { name: "Kind of event" }).selectOption("Services");
  await expect(list(page)).toContainText("(service web) has reached a steady state.");
  await page.getByRole("combobox", { name: "Whose events" }).selectOption("api");
  await expect(list(page)).toContainText("(service api) has reached a steady state.");
  await expect(list(page)).not.toContainText("(service web)");
  await page.getByRole("searchbox", { name: "Filter by text" }).fill("has started");
  await expect(list(page)).toContainText("(service api) has started");
  await expect(list(page)).not.toContainText("steady state");
  await page.getByRole("searchbox", { name: "Filter by text" }).fill("no such words");
  await expect(page.getByText("No event passes the filter.")).toBeVisible();
});

test("back in time nothing vanishes, and a row ahead leads to its moment", async ({ page, isMobile }) => {
  await open(page);
  await openEvents(page, isMobile);
  await page.getByRole("button", { name: "Pause" }).click();
  const count = page.getByRole("tab", { name: /^Events/ }).first();
  const before = await count.textContent();
  const playhead = page.getByRole("slider", { name: "Playhead" });
  await playhead.focus();
  await page.keyboard.press("Home");
  await expect(playhead).toHaveAttribute("aria-valuenow", "0");
  await expect(count).toHaveText(before);
  const last = list(page).locator("li.ahead").last();
  await expect(last).toBeVisible();
  await list(page).evaluate((place) => place.scrollTo(0, 0));
  const steady = list(page).locator("li.ahead").filter({ hasText: "has reached a steady state" }).first();
  await steady.getByRole("button", { name: "web" }).click();
  await expect.poll(async () => Number(await playhead.getAttribute("aria-valuenow"))).toBeGreaterThan(60);
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("web");
});

test("a row shows what EventBridge gets of it, and is found by that", async ({ page, isMobile }) => {
  await open(page);
  await openEvents(page, isMobile);
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("searchbox", { name: "Filter by text" }).fill("service_steady_state");
  const row = list(page).locator("li").filter({ hasText: "has reached a steady state" }).first();
  const button = row.getByRole("button", { name: "EventBridge: SERVICE_STEADY_STATE" });
  if (isMobile) await button.tap();
  else await button.click();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector.getByRole("tab", { name: "EventBridge" })).toHaveAttribute("aria-selected", "true");
  await expect(inspector).toContainText("ECS Service Action: SERVICE_STEADY_STATE (INFO)");
  const event = JSON.parse(await inspector.locator("pre.json").textContent());
  expect(event).toMatchObject({
    version: "0",
    source: "aws.ecs",
    "detail-type": "ECS Service Action",
    resources: ["arn:aws:ecs:us-east-1:123456789012:service/demo/web"],
    detail: { eventType: "INFO", eventName: "SERVICE_STEADY_STATE" },
  });
  await expectAccessible(page, { include: ".right" });
  // Of a task it has the state as it was, not as it is.
  await inspector.getByRole("button", { name: /^Close/ }).click();
  await page.getByRole("searchbox", { name: "Filter by text" }).fill("PENDING");
  const pending = list(page).locator("li").filter({ hasText: "PENDING" }).last();
  await pending.getByRole("button", { name: "EventBridge: ECS Task State Change" }).click();
  const task = JSON.parse(await inspector.locator("pre.json").first().textContent());
  expect(task.detail).toMatchObject({ lastStatus: "PENDING", desiredStatus: "RUNNING" });
  expect(task.detail.version).toBeLessThan(3);
});
