// The inspector: every kind of resource, its tabs, the links between them, the way back, and the past.
import { expect, open, test } from "./fixtures.mjs";
import { STATES, follow, give, inspector, inspectorTab, isPhone, pause, phoneTab } from "./states.mjs";

const title = (page) => inspector(page).locator(".ihead .title");

test.beforeEach(async ({ page }) => {
  await open(page);
  await pause(page);
});

test("links lead from a task to all it is made of, and back again", async ({ page }) => {
  await STATES.task(page);
  await expect(title(page)).toHaveText("web:1");

  await test.step("its container, that container's image, who names the image", async () => {
    await follow(page, "app");
    await expect(inspector(page).locator(".ihead p")).toContainText("Container of task");
    await expect(inspector(page).locator(".life li")).not.toHaveCount(0);
    await expect(inspector(page).locator(".life li.now b")).toHaveText(/RUNNING|HEALTHY/);
    await follow(page, /nginx/);
    await expect(title(page)).toHaveText("public.ecr.aws/nginx/nginx:1.27");
    await expect(inspector(page)).toContainText("Pulls");
    await follow(page, "web:1");
    await expect(title(page)).toHaveText("web:1");
    await expect(inspector(page).locator(".ihead p")).toHaveText("Task definition");
  });

  await test.step("back and forward, each at the tab it was left at", async () => {
    await inspectorTab(page, "Why");
    await expect(inspector(page)).toContainText("Registered at 00:00.");
    await inspector(page).getByRole("button", { name: "Back", exact: true }).click();
    await expect(title(page)).toHaveText("public.ecr.aws/nginx/nginx:1.27");
    await inspector(page).getByRole("button", { name: "Forward", exact: true }).click();
    await expect(inspector(page).getByRole("tab", { name: "Why", exact: true })).toHaveAttribute("aria-selected", "true");
    await expect(inspector(page).getByRole("button", { name: "Forward", exact: true })).toBeDisabled();
  });

  await test.step("by key as well", async () => {
    test.skip(isPhone(page), "a phone has no keys");
    await page.keyboard.press("[");
    await expect(title(page)).toHaveText("public.ecr.aws/nginx/nginx:1.27");
    await page.keyboard.press("]");
    await expect(inspector(page).locator(".ihead p")).toHaveText("Task definition");
  });
});

test("a container instance says its states, where it is, and what placement said of it", async ({ page }) => {
  await STATES.instance(page);
  const states = inspector(page).locator(".life li b");
  await expect(states.first()).toHaveText("launching");
  await expect(states.last()).toHaveText("ACTIVE");
  await inspectorTab(page, "Why");
  await expect(inspector(page).locator(".seen li").first()).toContainText(/took \d+ tasks?/);
  await inspectorTab(page, "Overview");
  await follow(page, /^us-east-1/);
  await expect(inspector(page).locator(".ihead p")).toHaveText("Availability Zone of us-east-1");
  await inspector(page).getByRole("button", { name: "Cut the power" }).click();
  await expect(inspector(page)).toContainText("has no power.");
  await expect(inspector(page).locator(".life li.now b")).toHaveText("power cut");
  await inspectorTab(page, "Events");
  await expect(page.getByLabel("Events of the selection")).toContainText("is lost");
});

test("attributes of a container instance are put and deleted", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same form");
  await STATES.instance(page);
  await inspector(page).getByLabel("Name").fill("stack");
  await inspector(page).getByLabel("Value").fill("blue");
  await expect(inspector(page).locator("form.attribute .cmd")).toContainText("aws ecs put-attributes");
  await inspector(page).getByRole("button", { name: "Put", exact: true }).click();
  await expect(inspector(page).locator(".attributes")).toContainText("stack=blue");
  await inspector(page).getByRole("button", { name: "Delete the attribute stack" }).click();
  await expect(inspector(page).locator(".attributes")).toHaveCount(0);
});

test("a deployment says what it changed, and stays readable when it is gone", async ({ page }) => {
  const container = [{ name: "app", image: "public.ecr.aws/nginx/nginx:1.28", cpu: 256, memory: 512, essential: true }];
  await give(
    page,
    `aws ecs register-task-definition --family web --network-mode bridge --container-definitions '${JSON.stringify(container)}'`,
    "aws ecs update-service --cluster demo --service web --task-definition web:2",
    "playground run-until +20s",
  );
  await STATES.service(page);
  await inspector(page).getByRole("button", { name: /^ecs-svc/ }).first().click();
  await expect(title(page)).toHaveText("web:2");
  await expect(inspector(page).locator(".life li.now b")).toHaveText("PRIMARY");
  await inspectorTab(page, "Why");
  const change = inspector(page).locator(".diffs li").filter({ hasText: "containerDefinitions.app.image" });
  await expect(change.locator("del")).toContainText("nginx:1.27");
  await expect(change.locator("ins")).toContainText("nginx:1.28");
  await inspectorTab(page, "JSON");
  await expect(inspector(page).locator(".cmdline code")).toContainText("aws ecs describe-services --cluster demo --services web --query");
  await expect(inspector(page).locator("pre.json")).toContainText('"rolloutState": "IN_PROGRESS"');

  await inspector(page).getByRole("button", { name: "Back", exact: true }).click();
  await inspectorTab(page, "Overview");
  await inspector(page).getByRole("button", { name: /^ecs-svc/ }).last().click();
  await expect(inspector(page)).toContainText("ACTIVE");
  await give(page, "playground run-until steady");
  await expect(inspector(page).locator(".badge")).toHaveText("INACTIVE");
  await expect(inspector(page).locator(".life li.now b")).toHaveText("INACTIVE");
});

test("ARNs in an answer lead to their resource", async ({ page }) => {
  await STATES["task-json"](page);
  const json = inspector(page).locator("pre.json");
  await json.getByRole("button", { name: /container-instance\/demo/ }).click();
  await expect(inspector(page).locator(".ihead p")).toContainText("m5.large in us-east-1");
});

test("before a thing was made the inspector says so", async ({ page }) => {
  await STATES.rolling(page);
  await page.locator(".azs [data-walk][data-task]").last().click();
  await expect(inspector(page)).toBeVisible();
  test.skip(isPhone(page), "a phone has no playhead");
  await page.getByRole("slider", { name: "Playhead" }).focus();
  await page.keyboard.press("Home");
  await expect(inspector(page)).toContainText("has not been made yet");
  await inspector(page).getByRole("button", { name: "Return to the present" }).click();
  await expect(title(page)).toHaveText("web:1");
});

test("a container's deeds befall that container", async ({ page }) => {
  await STATES.container(page);
  await inspector(page).getByRole("button", { name: "Exit with code 1" }).click();
  await give(page, "playground run-until +5s");
  await expect(inspector(page)).toContainText("exit code 1");
  await inspectorTab(page, "Why");
  await expect(inspector(page)).toContainText("It is essential, so the task stops with it.");
  await phoneTab(page, "Stage");
});
