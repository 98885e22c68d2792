// The main job, end to end: write a task definition, have a service keep it running, break things, ask why.
import { expect, open, runUntilSteady, selectAll, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => isMobile, "phone.spec.mjs has the narrow layout");

const shop = (cpu) => JSON.stringify({
  family: "shop",
  networkMode: "bridge",
  containerDefinitions: [{ name: "app", image: "nginx:1.27", cpu, memory: 512, essential: true }],
});

/** Replaces the text in the editor as a paste does. */
async function paste(page, text) {
  const editor = page.getByRole("textbox", { name: "Task definition as JSON" });
  await editor.click();
  await selectAll(page);
  await page.keyboard.insertText(text);
}

const events = (page) => page.getByLabel("Events, newest first");
const blocks = (page, name) => page.locator(`.azs [data-walk][aria-label^="${name}, task"]`);

test("author, run, break, ask why, come back", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("article", { name: "Service web" })).toContainText("6/6 steady");

  await test.step("a mistake is told in ECS's words, and nothing can be registered", async () => {
    const broken = JSON.parse(shop(256));
    broken.containerDefinitions[0].memory = undefined;
    await paste(page, JSON.stringify(broken));
    const register = page.getByRole("button", { name: "Register shop:1" });
    await expect(register).toHaveAttribute("aria-disabled", "true");
    await expect(register).toHaveAttribute("title", /Invalid setting for container 'app'\. At least one of 'memory' or 'memoryReservation' must be specified\./);
    await expect(page.getByRole("button", { name: "1 error" })).toBeVisible();
    await register.click({ force: true });
    await expect(page.getByRole("button", { name: "Create service", exact: true })).toBeHidden();
  });

  await test.step("the right one is registered and listed", async () => {
    await paste(page, shop(256));
    await page.getByRole("button", { name: "Register shop:1" }).click();
    await expect(events(page)).toContainText("shop:1 registered");
    await page.getByRole("button", { name: "Revisions and templates" }).click();
    await expect(page.getByRole("menu")).toContainText("shop:1");
    await page.keyboard.press("Escape");
  });

  await test.step("a service keeps three of it", async () => {
    await page.getByRole("button", { name: "Create service", exact: true }).click();
    const form = page.getByRole("dialog", { name: "Create a service" });
    await form.getByLabel("Desired count").fill("3");
    await expect(form).toContainText("--desired-count 3");
    await form.getByRole("button", { name: "Create service" }).click();
    await expect(form).toBeHidden();
    await runUntilSteady(page);
    await expect(page.getByRole("article", { name: "Service shop" })).toContainText("3/3 steady");
    await expect(blocks(page, "shop:1")).toHaveCount(3);
  });

  await test.step("a killed task is replaced", async () => {
    const before = await blocks(page, "").count();
    await page.getByRole("button", { name: "Kill a task" }).click();
    await expect(page.locator(".say")).not.toContainText("Everything is steady");
    await runUntilSteady(page);
    await expect(events(page)).toContainText("STOPPING → STOPPED");
    await expect(blocks(page, "")).toHaveCount(before);
    await expect(page.getByRole("article", { name: "Service web" })).toContainText("6/6 steady");
    await expect(page.getByRole("article", { name: "Service shop" })).toContainText("3/3 steady");
  });

  await test.step("what an instance had is replaced elsewhere", async () => {
    await page.getByRole("button", { name: "Lose an instance" }).click();
    await expect(page.locator("article.inst.lost")).toHaveCount(1);
    await runUntilSteady(page);
    const elsewhere = page.locator("article.inst:not(.lost) [data-walk][data-task][aria-label*=RUNNING]");
    await expect(elsewhere).toHaveCount(9);
  });

  await test.step("what does not fit says why not, instance for instance", async () => {
    await page.getByRole("button", { name: "Inspect service shop" }).click();
    await page.getByRole("button", { name: "Update", exact: true }).click();
    const form = page.getByRole("dialog", { name: "Update service shop" });
    await form.getByLabel("Desired count").fill("40");
    await form.getByRole("button", { name: "Update service" }).click();
    await expect(form).toBeHidden();
    await page.getByRole("button", { name: "Step to the next event" }).click();
    await page.getByRole("button", { name: "Play", exact: true }).click();
    const failure = events(page).getByRole("listitem").filter({ hasText: "was unable to place a task" }).first();
    await expect(failure).toBeVisible();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("article", { name: "Service shop" }).getByText("not placed").click();
    await page.getByRole("tab", { name: "Why", exact: true }).click();
    await page.locator(".right").getByRole("button", { name: /why not/i }).first().click();
    const table = page.getByRole("table", { name: "Why shop:1 fits on no container instance" });
    await expect(table.locator("tbody tr:not(.gone)")).toHaveCount(2);
    await expect(table.locator("td.no small").first()).toHaveText(/needs 256|has \d+|\d+/);
    await expect(page.locator(".right")).toContainText("Smallest change that would make it fit");
  });

  await test.step("a task says why it is where it is", async () => {
    await blocks(page, "shop:1").first().click();
    await page.getByRole("tab", { name: "Why here" }).click();
    await expect(page.locator(".right .cand.chosen")).toHaveCount(1);
    await expect(page.locator(".right .cand.chosen")).toContainText(/[\d,]+ CPU, [\d,]+ MiB free/);
  });

  await test.step("a reload keeps the run and the draft", async () => {
    await paste(page, shop(333));
    await expect.poll(() => page.evaluate(() => localStorage.getItem("ecs-playground") ?? "")).toContain("333");
    await page.reload();
    await expect(page.getByRole("article", { name: "Service shop" })).toContainText("/40");
    await expect(page.getByRole("textbox", { name: "Task definition as JSON" })).toContainText("333");
    await expect(page.getByRole("button", { name: "Register shop:2" })).toBeVisible();
  });
});
