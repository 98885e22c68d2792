// The forms: what they begin with, what they say before ECS does, and the line they make.
import { beginWith, expect, expectAccessible, open, test } from "./fixtures.mjs";

async function add(page, name) {
  await page.getByRole("button", { name: "Add to the cluster" }).click();
  await page.getByRole("menuitem", { name }).click();
  return page.getByRole("dialog");
}

test("a service's form takes whatever the API takes", async ({ page, isMobile }) => {
  await open(page);
  const form = await add(page, /^Service/);
  await expect(form.getByLabel(/^Name/)).toHaveValue("web-2");
  await form.getByText("More fields").click();
  await form.getByRole("button", { name: "Deployment configuration", exact: true }).click();
  await form.getByRole("button", { name: "Deployment circuit breaker" }).click();
  await expect(form.locator(".cmdline")).toContainText("deploymentCircuitBreaker");
  await form.getByLabel(/^Name/).fill("not a name");
  await expect(form.getByRole("status")).toContainText("InvalidParameterException");
  if (!isMobile) await expectAccessible(page, { include: "dialog" });
  const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  expect(scroll).toBeLessThanOrEqual(inner);
});

test("a task without room is announced before it is run", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same form");
  await open(page);
  const form = await add(page, /^Task/);
  await form.getByLabel(/^Count/).fill("10");
  await expect(form.getByRole("status")).toBeHidden();
  await form.getByText("Placement", { exact: true }).click();
  await form.getByLabel(/^Each task on its own instance/).check();
  await expect(form.getByRole("status")).toContainText("ECS would answer now with 7 failures.");
});

test("an image is chosen among those in use", async ({ page, isMobile }) => {
  test.skip(isMobile, "Break leads there on a phone");
  await open(page);
  await page.getByRole("button", { name: "More faults" }).click();
  await page.getByRole("menuitem", { name: /^Change how an image behaves/ }).click();
  const form = page.getByRole("dialog");
  await expect(form.getByLabel(/^Image/)).toHaveValue("public.ecr.aws/nginx/nginx:1.27");
  await expect(form).toContainText("Now: Pulls 70 MiB");
  await form.getByLabel(/^Pulling it/).selectOption("missing");
  await expect(form.locator(".cmdline")).toContainText("playground image set --image public.ecr.aws/nginx/nginx:1.27 --pull missing");
  await form.getByLabel(/^Image/).selectOption({ label: "Another one…" });
  await form.getByLabel(/^Its name/).fill("shop/billing:1");
  await expect(form).toContainText("boots in 48 s");
});

test("a slow service turns healthy within its startPeriod", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same model");
  await open(page);
  await beginWith(page, "Java service");
  await page.getByRole("button", { name: "Register billing:1" }).click();
  await page.getByRole("button", { name: "Create service", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create service" }).click();
  await page.getByRole("button", { name: "Run until steady" }).click();
  await expect(page.getByRole("article", { name: "Service billing" })).toContainText("3/3");
});

test("an agent runs once on each instance", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same form");
  await open(page);
  await beginWith(page, "Host-network agent");
  await page.getByRole("textbox", { name: "Task definition as JSON" }).click();
  await page.keyboard.press("ControlOrMeta+s");
  await page.getByRole("button", { name: "Create service", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "One on each instance" }).click();
  await expect(form.getByLabel(/^Desired count/)).toBeHidden();
  await expect(form.locator(".cmdline")).toContainText("--scheduling-strategy DAEMON");
  await expect(form.getByRole("status")).toBeHidden();
  await form.getByRole("button", { name: "Create service" }).click();
  await page.getByRole("button", { name: "Run until steady" }).click();
  await expect(page.getByRole("article", { name: "Service node-agent" })).toContainText("3/3");
});

test("a fault asks for its parameters, and says what AWS FIS would want", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same form");
  await open(page);
  await page.getByRole("button", { name: /^web:1, task / }).first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "Delay the network…" }).click();
  const form = page.getByRole("dialog", { name: "Delay the network" });
  await expect(form).toContainText("aws:ecs:task-network-latency");
  await expect(form.getByLabel(/^Duration/)).toHaveValue("300");
  await form.getByLabel(/^Delay/).fill("400");
  await expect(form.locator(".cmdline")).toContainText("playground fault task-network-latency");
  await expect(form.locator(".cmdline")).toContainText("--delay-milliseconds 400");
  await expect(form).toContainText("AWS FIS would also want: enableFaultInjection: true");
  await expectAccessible(page, { include: "dialog" });
  await form.getByRole("button", { name: "Delay the network" }).click();
  await expect(form).toBeHidden();
  await expect(page.getByRole("button", { name: /, under a fault/ })).toHaveCount(1);
});

test("a cluster's providers and its default strategy are a base and a weight each", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same form");
  await open(page);
  const form = await add(page, /^Cluster/);
  await form.getByText("Default strategy", { exact: true }).click();
  await form.getByLabel(/^FARGATE: base/).fill("1");
  await form.getByLabel(/^FARGATE: weight/).fill("1");
  await form.getByLabel(/^FARGATE_SPOT: weight/).fill("4");
  const line = form.locator(".cmdline");
  await expect(line).toContainText("capacityProvider=FARGATE,weight=1,base=1");
  await expect(line).toContainText("capacityProvider=FARGATE_SPOT,weight=4");
});
