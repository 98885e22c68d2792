// A group grows from nothing for tasks that wait, says why, and what it costs; a provider is made by a form.
import { expect, expectAccessible, open, test } from "./fixtures.mjs";
import { give, pause } from "./states.mjs";

test.skip(({ isMobile }) => isMobile, "the cards are the same on a phone");

async function load(page, title) {
  await page.getByRole("button", { name: "Scenarios" }).click();
  await page.getByRole("menuitemradio", { name: title }).click();
}

test("a group grows for tasks that wait, and every step says why", async ({ page }) => {
  await open(page);
  await load(page, "Scale from zero");
  await pause(page);
  const card = page.getByRole("article", { name: "Capacity provider web-asg" });
  await expect(card).toContainText("12 tasks waiting");
  await expect(page.getByText("12 tasks wait in PROVISIONING for room")).toBeVisible();
  await give(page, "playground run-until +12m");
  await expect(card).toContainText("3 in service");
  await expect(card).toContainText("100 %");
  await card.getByRole("button", { name: "web-asg" }).click();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await expect(inspector).toContainText("M / N = 3 / 3 = 100 %");
  await expect(inspector).toContainText("in state ALARM triggered policy ECSManagedAutoScalingPolicy");
  await expect(page.getByRole("button", { name: /\/h/ })).toContainText("$0.288/h");
  await expectAccessible(page);
});

test("a form makes template, group, provider and attachment, and shows the four lines", async ({ page }) => {
  await open(page);
  await pause(page);
  await page.getByRole("button", { name: "Add to the cluster" }).click();
  await page.getByRole("menuitem", { name: /Capacity provider/ }).click();
  const dialog = page.getByRole("dialog", { name: "Create a capacity provider" });
  await expect(dialog).toContainText("aws ec2 create-launch-template");
  await expect(dialog).toContainText("aws autoscaling create-auto-scaling-group");
  await expect(dialog).toContainText("aws ecs create-capacity-provider");
  await expect(dialog).toContainText("aws ecs put-cluster-capacity-providers");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("article", { name: "Capacity provider on-demand" })).toContainText("min 0, desired 0, max 10");
});

test("the default strategy leaves out a provider that is detached", async ({ page }) => {
  await open(page);
  await pause(page);
  await give(page, "aws ecs put-cluster-capacity-providers --cluster demo --capacity-providers FARGATE FARGATE_SPOT --default-capacity-provider-strategy capacityProvider=FARGATE,weight=1 capacityProvider=FARGATE_SPOT,weight=4");
  await page.getByRole("button", { name: /\/h/ }).click();
  await page.getByRole("complementary", { name: "Inspector" }).getByRole("button", { name: "Providers", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Capacity providers of demo" });
  await dialog.getByRole("checkbox", { name: "FARGATE_SPOT", exact: true }).uncheck();
  const line = dialog.locator(".cmdline");
  await expect(line).toContainText("capacityProvider=FARGATE,weight=1");
  await expect(line).not.toContainText("FARGATE_SPOT");
  await expect(dialog.locator(".refusal")).toHaveCount(0);
});
