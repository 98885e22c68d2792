// The terminal, and the line behind every action of the page.
import { expect, open, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => isMobile, "a phone has no terminal");

test.beforeEach(async ({ page }) => {
  await open(page);
  await page.keyboard.press("`");
  await expect(page.getByLabel(/^Command line/)).toBeFocused();
});

const panel = (page) => page.getByRole("tabpanel", { name: "Terminal" });

async function type(page, line) {
  await page.keyboard.type(line);
  await page.keyboard.press("Enter");
}

test("answers as the AWS CLI prints them, errors with their exit code", async ({ page }) => {
  await type(page, "aws ecs list-clusters");
  await expect(panel(page)).toContainText('"clusterArns": [');
  await type(page, "aws ecs describe-services --cluster nowhere --services web");
  await expect(panel(page)).toContainText(
    "An error occurred (ClusterNotFoundException) when calling the DescribeServices operation: Cluster not found.",
  );
  await expect(panel(page)).toContainText("exit code 254");
  await type(page, "aws ecs list-clusterz");
  await expect(panel(page)).toContainText("exit code 252");
});

test("history goes back and forth, Tab offers what fits", async ({ page }) => {
  const line = page.getByLabel(/^Command line/);
  await type(page, "aws ecs list-clusters");
  await type(page, "aws ecs list-services --cluster demo");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(line).toHaveValue("aws ecs list-clusters");
  await page.keyboard.press("ArrowDown");
  await expect(line).toHaveValue("aws ecs list-services --cluster demo");
  await page.keyboard.press("ArrowDown");
  await expect(line).toHaveValue("");
  await page.keyboard.type("aws ecs describe-");
  await page.keyboard.press("Tab");
  const offers = page.getByRole("listbox", { name: "Completions" });
  await expect(offers.getByRole("option", { name: /describe-tasks/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(offers).toBeHidden();
});

test("a fault can be typed, and the page shows the line of what it does", async ({ page }) => {
  await type(page, "playground fault lose-availability-zone --availability-zone us-east-1a");
  await expect(panel(page)).not.toContainText("exit code");
  await expect(page.locator("article.inst.halted")).toHaveCount(1);
  await page.getByRole("button", { name: "Kill a task" }).click();
  await expect(panel(page)).toContainText("The page's last action");
  await expect(panel(page).locator(".given")).toContainText(/stop-task .*--task/);
});

test("every deed of an inspector shows its line before it is done", async ({ page }) => {
  await page.locator(".azs [data-walk][data-task]").first().click();
  await expect(page.locator(".right .foot .cmd")).toHaveText(/^\$ aws ecs stop-task --cluster demo --task [0-9a-f]{32}/);
  await page.getByRole("button", { name: "Stop task" }).click();
  await expect(panel(page).locator(".given")).toContainText("aws ecs stop-task --cluster demo");
});
