// Deployments seen and answered from the page with each of their buttons; and the model held against measured runs.
import { expect, expectAccessible, expectAccessibleInBoth, open, runUntilSteady, test } from "./fixtures.mjs";
import { pause } from "./states.mjs";

test.skip(({ isMobile }) => isMobile, "the inspector is a sheet on a phone");

async function scenario(page, title) {
  await page.getByRole("button", { name: "Scenarios" }).click();
  await page.getByRole("menuitemradio", { name: title }).click();
  await pause(page);
}

const inspectorOf = (page) => page.getByRole("complementary", { name: "Inspector" });

/** Opens the service in the inspector. */
async function inspectWeb(page) {
  await page.getByRole("button", { name: "Inspect service web" }).click();
  await expect(inspectorOf(page)).toBeVisible();
}

/** Steps on until the inspector, or a part of it, says so. Traffic alone is a step every two seconds. */
async function stepUntil(page, text, part = inspectorOf(page)) {
  await expect(async () => {
    for (let step = 0; step < 8; step += 1) await page.keyboard.press(".");
    await expect(part).toContainText(text, { timeout: 100 });
  }).toPass({ timeout: 60_000, intervals: [50] });
}

/** Presses a button of the deployment; the terminal shows the line that it sent. */
async function answer(page, name, line) {
  const button = inspectorOf(page).locator(".dep").getByRole("button", { name, exact: true });
  await expect(button).toHaveAttribute("title", line);
  const sent = await button.getAttribute("title");
  await button.click();
  await page.getByRole("tab", { name: "Terminal" }).click();
  const given = page.getByRole("tabpanel", { name: "Terminal" }).locator(".given");
  await expect(given).toContainText(sent);
  await expect(given).not.toContainText("exit code");
  await page.getByRole("tab", { name: /^Events/ }).first().click();
  await page.locator("body").click({ position: { x: 2, y: 2 } });
}

test("a hook that waits is a note, and what answers it goes on to the end", async ({ page }) => {
  await open(page);
  await scenario(page, "Blue/green deployment");
  await inspectWeb(page);
  await stepUntil(page, "PAUSE: AWAITING_ACTION");
  const note = page.locator(".tray.asks");
  await expect(note).toContainText("web is in POST_TEST_TRAFFIC_SHIFT. A PAUSE hook waits for ContinueServiceDeployment");
  await expect(page.locator(".alarm")).toHaveCount(0);
  await expectAccessibleInBoth(page, { include: ".tray" });
  await page.keyboard.press("Escape");
  await note.getByRole("button", { name: "Answer" }).click();
  await answer(page, "Continue", /^aws ecs continue-service-deployment --service-deployment-arn \S+ --hook-id \S+/);
  await expect(inspectorOf(page)).toContainText("PAUSE: SUCCEEDED");
  await stepUntil(page, "Bakes until");
  await expect(inspectorOf(page).getByRole("img", { name: "Production traffic: 100% to the new revision" })).toBeVisible();
  await stepUntil(page, "SUCCESSFUL");
  await expect(inspectorOf(page).locator(".dep").getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("article", { name: "Service web" })).toContainText("4/4");
});

test("rolling back takes the traffic back to blue", async ({ page }) => {
  await open(page);
  await scenario(page, "Canary deployment");
  await inspectWeb(page);
  await stepUntil(page, "10% new");
  await answer(page, "Roll back", /^aws ecs stop-service-deployment --service-deployment-arn \S+$/);
  await stepUntil(page, "ROLLBACK_SUCCESSFUL");
  await expect(inspectorOf(page).locator(".deps")).toContainText("web:1");
  await expect(page.getByRole("article", { name: "Service web" })).toContainText("4/4");
});

test("stopping leaves both revisions as they are", async ({ page }) => {
  await open(page);
  await scenario(page, "Rolling deployment");
  await inspectWeb(page);
  await answer(page, "Stop", /^aws ecs stop-service-deployment --service-deployment-arn \S+ --stop-type ABORT$/);
  const deployment = inspectorOf(page).locator(".dep");
  await stepUntil(page, "STOPPED", deployment);
  await expect(deployment.getByRole("button")).toHaveCount(0);
  const revisions = inspectorOf(page).locator(".deps");
  await expect(revisions).toContainText("web:1");
  await expect(revisions).toContainText("web:2");
});

test("an update of load balancers keeps the role that moves the traffic", async ({ page }) => {
  await open(page);
  await scenario(page, "Blue/green deployment");
  await inspectWeb(page);
  await inspectorOf(page).getByRole("button", { name: "Update", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Update service web" });
  // Nobody chose anything yet: nothing is suggested either.
  await expect(form).toContainText("Nothing is changed yet.");
  await form.getByLabel(/^Test listener rule/).selectOption("");
  await expect(form.locator(".cmdline")).toContainText("roleArn");
});

test("a rolling deployment is rolled back while it is under way", async ({ page }) => {
  await open(page);
  await scenario(page, "Rolling deployment");
  await inspectWeb(page);
  await answer(page, "Roll back", /^aws ecs stop-service-deployment/);
  await stepUntil(page, "ROLLBACK_SUCCESSFUL");
  await expect(inspectorOf(page).locator(".deps")).toContainText("web:1");
});

test("blue/green waits for an answer and rolls back", async ({ page }) => {
  await open(page);
  await scenario(page, "Blue/green deployment");
  await page.getByRole("button", { name: "Inspect service web" }).click();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector.getByRole("list", { name: "Lifecycle stages" })).toContainText("BAKE_TIME");
  await page.keyboard.press("5");
  const answer = inspector.getByRole("button", { name: "Continue" });
  await expect(async () => {
    await page.keyboard.press(".");
    await expect(answer).toBeVisible({ timeout: 100 });
  }).toPass();
  await expect(inspector).toContainText("aws ecs continue-service-deployment");
  // The hook waits with all of test traffic on green, and none of production traffic.
  await expect(inspector.getByRole("img", { name: "Test traffic: 100% to the new revision" })).toBeVisible();
  await expect(inspector.getByRole("img", { name: "Production traffic: 0% to the new revision" })).toBeVisible();
  await expectAccessible(page, { include: ".right" });
  await answer.click();
  await inspector.getByRole("button", { name: "Roll back" }).click();
  // Traffic goes back first; the tasks of green drain after that.
  await runUntilSteady(page);
  await expect(inspector).toContainText("ROLLBACK_SUCCESSFUL");
});

test("measured runs stand beside the model's", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("menuitem", { name: "Real against modelled" }).click();
  const dialog = page.getByRole("dialog", { name: "Real against modelled" });
  await expect(dialog).toContainText("A task starts on Fargate");
  await expect(dialog.locator("tbody tr").first()).toContainText("s");
  await expectAccessible(page, { include: "dialog, [role=dialog]" });
});
