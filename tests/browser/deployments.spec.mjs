// A blue/green deployment seen and answered from the page; and the model held against measured runs.
import { expect, expectAccessible, open, runUntilSteady, test } from "./fixtures.mjs";
import { pause } from "./states.mjs";

test.skip(({ isMobile }) => isMobile, "the inspector is a sheet on a phone");

async function scenario(page, title) {
  await page.getByRole("button", { name: "Scenarios" }).click();
  await page.getByRole("menuitemradio", { name: title }).click();
  await pause(page);
}

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
