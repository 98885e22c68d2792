// The states that the page can be in, and how to bring it there: pictures and accessibility checks go through them.
import { expect } from "@playwright/test";

export const WIDTHS = {
  wide: { viewport: { width: 1440, height: 900 } },
  laptop: { viewport: { width: 1280, height: 800 } },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

export const isPhone = (page) => page.viewportSize().width <= 640;

/** Opens a page of the phone; elsewhere everything is there already. */
export async function phoneTab(page, name) {
  if (!isPhone(page)) return;
  await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name }).click();
}

export async function pause(page) {
  const button = page.getByRole("button", { name: "Pause", exact: true });
  if (await button.isVisible()) await button.click();
}

/** Runs lines in the terminal and comes back to the stage. */
export async function give(page, ...lines) {
  await phoneTab(page, "Events");
  await page.getByRole("tab", { name: "Terminal" }).click();
  const line = page.getByLabel(/^Command line/);
  for (const text of lines) {
    await line.fill(text);
    await line.press("Enter");
  }
  await line.press("Escape");
  await page.getByRole("tab", { name: /^Events/ }).first().click();
  await phoneTab(page, "Stage");
}

const ROLL = "aws ecs update-service --cluster demo --service web --force-new-deployment";

/** A second cluster, in which there is nothing. */
async function empty(page) {
  await give(page, "aws ecs create-cluster --cluster-name bare");
  await page.getByLabel("Cluster", { exact: true }).selectOption("bare");
  await expect(page.getByText("This cluster has no container instances.")).toBeVisible();
}

async function inspectTask(page) {
  await phoneTab(page, "Stage");
  await page.locator(".azs [data-walk][data-task]").first().click();
  await expect(inspector(page)).toBeVisible();
}

export const inspector = (page) => page.getByRole("complementary", { name: "Inspector" });

/** Goes to a tab of the inspector. */
export async function inspectorTab(page, name) {
  await inspector(page).getByRole("tab", { name, exact: true }).click();
}

/** Follows a link of the inspector. */
export async function follow(page, name) {
  await inspector(page).getByRole("button", { name }).first().click();
}

async function inspectService(page) {
  await phoneTab(page, "Stage");
  await page.getByRole("button", { name: "Inspect service web" }).click();
  await expect(inspector(page)).toBeVisible();
}

/** Each state by its name; the page is open and paused when its function is called. */
export const STATES = {
  steady: async () => {},
  rolling: async (page) => give(page, ROLL, "playground run-until +8s"),
  broken: async (page) => give(page, ROLL, "playground run-until +40s", "playground fault lose-availability-zone --availability-zone us-east-1a", "playground run-until +20s"),
  stuck: async (page) => give(page, "aws ecs update-service --cluster demo --service web --desired-count 40", "playground run-until +30s"),
  empty,
  busy: async (page) => give(page, "playground launch-instances --cluster demo --instance-type m5.large --count 30 --ready", "aws ecs update-service --cluster demo --service web --desired-count 200", "playground run-until +60s"),
  task: inspectTask,
  "task-why": async (page) => (await inspectTask(page), inspectorTab(page, "Why here")),
  "task-events": async (page) => (await inspectTask(page), inspectorTab(page, "Events")),
  "task-json": async (page) => (await inspectTask(page), inspectorTab(page, "JSON")),
  container: async (page) => (await inspectTask(page), follow(page, "app")),
  image: async (page) => (await inspectTask(page), follow(page, /nginx/)),
  zone: async (page) => (await inspectTask(page), follow(page, /^us-east-1/)),
  instance: async (page) => (await inspectTask(page), follow(page, /^i-/)),
  "instance-why": async (page) => (await inspectTask(page), follow(page, /^i-/), inspectorTab(page, "Why")),
  revision: async (page) => (await inspectTask(page), follow(page, /^web:1/)),
  service: inspectService,
  "service-why": async (page) => (await inspectService(page), inspectorTab(page, "Why")),
  deployment: async (page) => (await give(page, ROLL, "playground run-until +40s"), await inspectService(page), follow(page, /^ecs-svc/)),
  cluster: async (page) => (await inspectService(page), follow(page, /^demo$/)),
  "why-not": async (page) => {
    await STATES.stuck(page);
    await page.getByRole("button", { name: "Why not?" }).first().click();
    await expect(inspector(page)).toBeVisible();
  },
  "event-bridge": async (page) => {
    await phoneTab(page, "Events");
    await page.getByLabel("Events, newest first").getByRole("button", { name: /^EventBridge: / }).first().click();
    await expect(inspector(page)).toContainText("detail-type");
  },
  terminal: async (page) => {
    await phoneTab(page, "Events");
    await page.getByRole("tab", { name: "Terminal" }).click();
    const line = page.getByLabel(/^Command line/);
    for (const text of ["aws ecs describe-services --cluster demo --services web --query 'services[0].deployments[].{Status:status,Running:runningCount}' --output table", "aws ecs list-nothing", "aws ecs list-clusters"]) {
      await line.fill(text);
      await line.press("Enter");
    }
    await line.fill("aws ecs describe-");
    // Under fingers typing opens the list.
    const isTouch = await page.evaluate(() => matchMedia("(pointer: coarse)").matches);
    if (!isTouch) await line.press("Tab");
    await expect(page.getByRole("listbox", { name: "Completions" })).toBeVisible();
  },
  dialog: async (page) => {
    await phoneTab(page, "Stage");
    await page.getByRole("button", { name: "Add to the cluster" }).first().click();
    await page.getByRole("menuitem", { name: /^Service/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
  },
  keys: async (page) => {
    await page.getByRole("button", { name: isPhone(page) ? "More" : "Help", exact: true }).click();
    await page.getByRole("menuitem", { name: "Keys", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
  },
};
