// Writing a task definition, registering it, and having a service keep it running; the drawer's terminal.
import { beginWith, expect, expectAccessible, open, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => isMobile, "the narrow layout has the same panels on pages of their own");

test("a template becomes a revision and a service", async ({ page }) => {
  await open(page);
  await expectAccessible(page, { include: ".author" });
  await expectAccessible(page, { include: ".drawer" });
  await beginWith(page, "Web server on Fargate");
  await page.getByRole("button", { name: "Register shop:1" }).click();
  await page.getByRole("button", { name: "Create service", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Create a service" });
  await expect(form.getByLabel("Name", { exact: false }).first()).toHaveValue("shop");
  await expect(form).toContainText("aws ecs create-service --cluster demo --service-name shop");
  await expectAccessible(page, { include: "dialog" });
  await form.getByRole("button", { name: "Create service" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByLabel("Events, newest first")).toContainText("has started 3 tasks");
});

test("a broken draft cannot be registered, and a fix mends it", async ({ page }) => {
  await open(page);
  await beginWith(page, "One to repair");
  await expect(page.getByText(/^\d errors$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Register repair-me:1" })).toHaveAttribute("aria-disabled", "true");
  await page.getByRole("button", { name: "Use the network mode awsvpc" }).click();
  await expect(page.getByText("Fargate only supports network mode")).toBeHidden();
});

test("the terminal completes, runs and remembers", async ({ page }) => {
  await open(page);
  await page.getByRole("tab", { name: "Terminal" }).click();
  const line = page.getByLabel(/^Command line/);
  await expect(line).toBeFocused();
  await page.keyboard.type("aws ecs list-cl");
  await page.keyboard.press("Tab");
  await expect(line).toHaveValue("aws ecs list-clusters ");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tabpanel", { name: "Terminal" })).toContainText("cluster/demo");
  await page.keyboard.press("ArrowUp");
  await expect(line).toHaveValue("aws ecs list-clusters");
});
