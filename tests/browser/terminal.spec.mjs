// The terminal, and the line behind every action of the page.
import { expect, open, test } from "./fixtures.mjs";
import { isPhone, phoneTab } from "./states.mjs";

test.beforeEach(async ({ page }) => {
  await open(page);
  if (isPhone(page)) {
    await phoneTab(page, "Events");
    await page.getByRole("tab", { name: "Terminal" }).tap();
  } else {
    await page.keyboard.press("`");
  }
  await expect(page.getByLabel(/^Command line/)).toBeFocused();
});

const panel = (page) => page.getByRole("tabpanel", { name: "Terminal" });

async function type(page, line) {
  await page.keyboard.insertText(line);
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

test("history goes back and forth, Tab offers what fits", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no keys");
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
  await page.keyboard.type("half a line");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await expect(line, "what was begun is not lost").toHaveValue("half a line");
  await page.keyboard.press("Control+c");
  await expect(line).toHaveValue("");
  await page.keyboard.type("aws ecs describe-");
  await page.keyboard.press("Tab");
  const offers = page.getByRole("listbox", { name: "Completions" });
  await expect(offers.getByRole("option", { name: /describe-tasks/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(offers).toBeHidden();
});

test("Control R finds a line by its words, of this visit and the last", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no keys");
  const line = page.getByLabel(/^Command line/);
  for (const text of ["aws ecs list-clusters", "aws ecs list-services --cluster demo", "playground image list"]) await type(page, text);
  await page.reload();
  await expect(page.locator(".app[data-whole]")).toBeVisible();
  await page.keyboard.press("`");
  await expect(line).toBeFocused();
  await page.keyboard.press("Control+r");
  await page.keyboard.type("list demo");
  const found = page.getByRole("listbox", { name: "History" }).getByRole("option");
  await expect(found).toHaveText(["aws ecs list-services --cluster demo"]);
  await page.keyboard.press("Enter");
  await expect(line).toHaveValue("aws ecs list-services --cluster demo");
  await page.keyboard.press("Control+r");
  await page.keyboard.press("Escape");
  await expect(line, "Escape gives the line back").toHaveValue("aws ecs list-services --cluster demo");
});

test("several pasted lines run one after the other, continued ones as one", async ({ page }) => {
  const text = "aws ecs describe-clusters \\\n  --clusters demo --query 'clusters[0].status'\nplayground advance 30s\naws ecs list-services --cluster demo --output text\n";
  await page.keyboard.insertText(text);
  await expect(panel(page)).toContainText("3 commands. Enter runs them one after the other.");
  await page.keyboard.press("Enter");
  await expect(panel(page).locator(".said")).toHaveCount(3);
  await expect(panel(page).locator(".said").first()).toContainText('"ACTIVE"');
  await expect(panel(page).locator(".said").last()).toContainText("SERVICEARNS");
});

test("Enter runs a pasted line, whatever is offered beside it", async ({ page }) => {
  const line = page.getByLabel(/^Command line/);
  await page.keyboard.insertText("aws ecs list-");
  await page.keyboard.insertText("clusters");
  await page.keyboard.press("Enter");
  await expect(line).toHaveValue("");
  await expect(panel(page).locator(".said")).toContainText('"clusterArns": [');
});

test("each output format, a query, and a waiter that lets time pass", async ({ page, isMobile }) => {
  test.skip(isMobile, "stage and terminal are two pages there");
  const describe = "aws ecs describe-services --cluster demo --services web --query 'services[0].{Name:serviceName,Running:runningCount}'";
  await type(page, `${describe} --output table`);
  await expect(panel(page)).toContainText("|  web |  6");
  await type(page, `${describe} --output yaml`);
  await expect(panel(page)).toContainText("Name: web");
  await type(page, `${describe} --output text`);
  await expect(panel(page)).toContainText("web\t6");
  const clock = page.getByRole("timer", { name: "Simulated time" });
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  const before = await clock.textContent();
  await page.getByLabel(/^Command line/).focus();
  await type(page, "aws ecs update-service --cluster demo --service web --desired-count 8 --query service.desiredCount");
  await type(page, "aws ecs wait services-stable --cluster demo --services web");
  await expect(clock).not.toHaveText(before);
  await expect(page.getByRole("article", { name: "Service web" })).toContainText("8/8");
});

test("files that are dropped on the page can be named, beside the editor's text", async ({ page, isMobile }) => {
  test.skip(isMobile, "nothing is dropped on a phone");
  await page.evaluate(() => {
    const data = new DataTransfer();
    const definition = (family) => JSON.stringify({ family, containerDefinitions: [{ name: "app", image: "nginx", memory: 128 }] });
    for (const family of ["cart", "mail"]) data.items.add(new File([definition(family)], `${family}.json`));
    data.items.add(new File([new Uint8Array([0, 1, 2])], "picture.png"));
    document.querySelector(".stage").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.locator(".notice")).toContainText("picture.png was not taken.");
  for (const family of ["cart", "mail"]) {
    await type(page, `aws ecs register-task-definition --cli-input-json file://${family}.json --query taskDefinition.family`);
    await expect(panel(page).locator(".said").last()).toContainText(`"${family}"`);
  }
  await page.keyboard.type("aws ecs register-task-definition --cli-input-json file://c");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel(/^Command line/)).toHaveValue("aws ecs register-task-definition --cli-input-json file://cart.json ");
  await page.getByRole("button", { name: /^Files/ }).click();
  await page.getByRole("menuitem", { name: "Remove cart.json" }).click();
  await page.keyboard.press("`");
  await type(page, "playground advance 1s");
  await type(page, "aws ecs register-task-definition --cli-input-json file://cart.json");
  await expect(panel(page).locator(".said").last()).toContainText("exit code 252");
});

test("the ` key takes the focus to the line of a terminal that is open", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no keys");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel(/^Command line/)).not.toBeFocused();
  await page.keyboard.press("`");
  await expect(page.getByLabel(/^Command line/)).toBeFocused();
  await expect(page.getByLabel(/^Command line/)).toHaveValue("");
});

test("fingers complete, search and run", async ({ page, isMobile }) => {
  test.skip(!isMobile, "there is a keyboard");
  const line = page.getByLabel(/^Command line/);
  await page.keyboard.type("aws ecs list-cl");
  await page.getByRole("option", { name: /list-clusters/ }).tap();
  await expect(line).toHaveValue("aws ecs list-clusters ");
  const keys = page.getByRole("group", { name: "Keys" });
  await keys.getByRole("button", { name: "Run", exact: true }).tap();
  await expect(panel(page)).toContainText("cluster/demo");
  await keys.getByRole("button", { name: "Search the history" }).tap();
  await page.getByRole("option", { name: "aws ecs list-clusters" }).tap();
  await expect(line).toHaveValue("aws ecs list-clusters");
});

test("an earlier line comes back, an output is copied, an ARN is followed", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await type(page, "aws ecs list-services --cluster demo");
  const said = panel(page).locator(".said").first();
  await said.hover();
  await said.getByRole("button", { name: "Copy the output" }).click();
  await expect(said.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).serviceArns).toHaveLength(1);
  await said.getByRole("button", { name: "Bring the line back" }).click();
  await expect(page.getByLabel(/^Command line/)).toHaveValue("aws ecs list-services --cluster demo");
  await expect(page.getByLabel(/^Command line/)).toBeFocused();
  await said.getByRole("button", { name: /service\/demo\/web/ }).click();
  await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText("REPLICA service of demo");
});

test("a fault can be typed, and the page shows the line of what it does", async ({ page, isMobile }) => {
  test.skip(isMobile, "stage and terminal are two pages there");
  await type(page, "playground fault lose-availability-zone --availability-zone us-east-1a");
  await expect(panel(page)).not.toContainText("exit code");
  await expect(page.locator("article.inst.halted")).toHaveCount(1);
  await page.getByRole("button", { name: "Kill a task" }).click();
  await expect(panel(page)).toContainText("The page's last action");
  await expect(panel(page).locator(".given")).toContainText(/stop-task .*--task/);
});

test("every deed of an inspector shows its line before it is done", async ({ page, isMobile }) => {
  test.skip(isMobile, "stage and terminal are two pages there");
  await page.locator(".azs [data-walk][data-task]").first().click();
  await expect(page.locator(".right .foot .cmd")).toHaveText(/^\$ aws ecs stop-task --cluster demo --task [0-9a-f]{32}/);
  await page.getByRole("button", { name: "Stop task" }).click();
  await expect(panel(page).locator(".given")).toContainText("aws ecs stop-task --cluster demo");
});
