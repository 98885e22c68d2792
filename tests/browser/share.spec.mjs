// Links, the palette, undo: what the top bar is for.
import { expect, expectAccessible, open, runUntilSteady, test } from "./fixtures.mjs";

const clock = (page) => page.getByRole("timer", { name: "Simulated time" });
const web = (page) => page.getByRole("article", { name: "Service web" });
const KEPT = "ecs-playground";

/** What the share dialog offers now. */
async function linkOf(page) {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share this run" });
  await expect(dialog.getByLabel("Link")).toHaveValue(/#/);
  const link = await dialog.getByLabel("Link").inputValue();
  const says = await dialog.getByText(/It carries/).textContent();
  await dialog.getByRole("button", { name: "Close" }).click();
  return { link, says };
}

/** Lets lines run by way of the palette. */
async function runLine(page, line) {
  await page.getByRole("button", { name: "Search, or run a line" }).click();
  await page.getByRole("combobox", { name: "Search, or run a line" }).fill(line);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
}

async function loseAnInstance(page) {
  await runLine(page, "lose an instance");
  await expect(page.locator("article.inst.lost")).toHaveCount(1);
}

test("a link has the run, the moment and the selection again, in another browser", async ({ page, browser, isMobile }) => {
  await open(page);
  const fresh = await linkOf(page);
  expect(fresh.link).toMatch(/#scenario=demo&at=[\d.]+$/);
  if (!isMobile) {
    await loseAnInstance(page);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.locator("article.inst:not(.lost) [data-walk][data-task]").first().click();
  } else {
    await runLine(page, "aws ecs update-service --cluster demo --service web --desired-count 8");
    await page.getByRole("button", { name: "Pause", exact: true }).tap();
  }
  const { link, says } = await linkOf(page);
  expect(link).toMatch(/#run=1\.[\w-]+&at=[\d.]+.*&paused$/);
  expect(link.length).toBeLessThan(2_000);
  expect(says).toMatch(/^[\d,]+ characters\. It carries seed 7, 5 commands, \d\d:\d\d/);
  const there = await clock(page).textContent();
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await expect(clock(other)).toHaveText(there);
  await expect(other.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  expect(other.url(), "a reload must not open it again").not.toContain("#");
  if (!isMobile) {
    await expect(other.locator("article.inst.lost")).toHaveCount(1);
    await expect(other.locator(".azs [data-walk][data-task].sel")).toHaveCount(1);
    const sentence = await page.locator(".say").textContent();
    await expect(other.locator(".say")).toHaveText(sentence);
  }
  await expect(web(other)).toContainText(isMobile ? "/8" : "/6");
  await context.close();
});

test("work of one's own is not lost to a link", async ({ page }) => {
  await open(page);
  await runLine(page, "aws ecs create-cluster --cluster-name mine");
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), KEPT)).toContain("mine");
  await page.goto("about:blank");
  await page.goto("./#scenario=rolling&at=215&paused");
  await expect(clock(page)).toHaveText("00:03:35");
  await expect(page.getByText("What you did in “A steady service” is set aside.")).toBeVisible();
  await page.getByRole("button", { name: "Bring it back" }).click();
  await expect(page.getByRole("combobox", { name: "Cluster" })).toContainText("mine");
  await expect.poll(() => page.evaluate((key) => localStorage.getItem(key), KEPT)).toContain("mine");
  await page.reload();
  await expect(page.getByRole("combobox", { name: "Cluster" })).toContainText("mine");
});

test("a link to a long run that stands still shows all of it", async ({ page, isMobile }) => {
  await page.goto("./#scenario=fleet&at=60&paused");
  await expect(clock(page)).toHaveText("00:01:00", { timeout: 60_000 });
  await expect(page.locator(".app[data-whole]")).toBeVisible();
  if (isMobile) await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Events" }).tap();
  await expect(page.getByLabel("Events, newest first").getByRole("listitem").first()).toBeVisible();
  if (isMobile) await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Author" }).tap();
  await expect(page.getByRole(isMobile ? "main" : "region", { name: "Author" })).toContainText("job");
});

test("a link put into the address of an open page is opened", async ({ page }) => {
  await open(page);
  await page.evaluate(() => (location.hash = "#scenario=no-room"));
  await expect(page.getByRole("button", { name: "Scenarios" })).toHaveText(/No room/);
});

const BAD = [
  ["#scenario=gone", "The link's scenario “gone” is none of this page's."],
  ["#run=7.abc", "The link's run is of version 7, and this page reads 1."],
  ["#run=1.AAAA", "The link's run is damaged or cut off."],
  ["#scenario=demo&at=never", "The link's time “never” is no number of seconds."],
];
for (const [hash, why] of BAD) {
  test(`a bad link says which part: ${hash}`, async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`./${hash}`);
    const note = page.locator(".link-note");
    await expect(note).toContainText(`The link could not be opened. ${why}`);
    await expect(page.getByRole("button", { name: "Scenarios" })).toHaveText(/A steady service/);
    await note.getByRole("button", { name: "Copy the link" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(hash);
    await note.getByRole("button", { name: "Dismiss" }).click();
    await expect(note).toHaveCount(0);
  });
}

test("a link that unpacks to gigabytes is refused while it is small", async ({ page }) => {
  await open(page);
  const packed = await page.evaluate(async () => {
    const { pack } = await import("./link.js");
    return pack(" ".repeat(30_000_000));
  });
  expect(packed.length).toBeLessThan(64 << 10);
  await page.goto("about:blank");
  await page.goto(`./#run=1.${packed}`);
  await expect(page.locator(".link-note")).toContainText("The link's run unpacks to more than 2097152 bytes.");
});

test("a run that takes long is opened in slices, and can be left where it is", async ({ page }) => {
  await open(page);
  const packed = await page.evaluate(async () => {
    const { pack } = await import("./link.js");
    const containerDefinitions = [{ name: "a", image: "busybox", memory: 8, command: ["false"] }];
    return pack(JSON.stringify({ commands: [
      [0, "CreateCluster", {}],
      [0, "playground:LaunchInstances", { cluster: "default", instanceType: "m5.4xlarge", count: 30, ready: true }],
      [0, "RegisterTaskDefinition", { family: "f", containerDefinitions }],
      [0, "CreateService", { serviceName: "s", taskDefinition: "f", desiredCount: 900 }],
    ] }));
  });
  await page.goto("about:blank");
  await page.goto(`./#run=1.${packed}&at=20000000`);
  const opening = page.getByRole("status").filter({ hasText: "Opening the run" });
  await expect(opening).toContainText(/Replayed \d\d:\d\d:\d\d.* of 5555:33:20/);
  await expect(opening.getByRole("progressbar")).toBeVisible();
  // At once: a quick machine has soon replayed as much as the page replays at all.
  await page.getByRole("button", { name: "Stop here" }).dispatchEvent("click");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await expect(page.getByRole("article", { name: "Service s" })).toBeVisible();
});

test("a run too long for a link is a file", async ({ page }) => {
  test.slow();
  await open(page);
  await page.evaluate(() => {
    const noise = (seed) => Array.from({ length: 9_000 }, (_, n) => ((seed * (n + 7) * 2654435761) >>> 7).toString(36)).join("").slice(0, 20_000);
    const command = { at: 0, service: "ecs", operation: "CreateCluster", request: { clusterName: "big", tags: [{ key: noise(3), value: noise(5) }] } };
    const config = { seed: 7, region: "us-east-1", accountId: "123456789012", startEpochMillis: 1767607200000 };
    const data = new DataTransfer();
    data.items.add(new File([JSON.stringify({ version: 1, config, commands: [command], until: 1000 })], "run.json", { type: "application/json" }));
    document.querySelector(".stage").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("button", { name: "Scenarios" })).toHaveText(/Your run/);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Share this run" });
  await expect(dialog).toContainText("many programs cut links, so share the file instead");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download recording" }).click();
  expect((await download).suggestedFilename()).toBe("ecs-playground.json");
});

test("a recording that is dropped on the page is opened", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const text = '{"version":1,"config":{"seed":11,"region":"eu-west-1","accountId":"123456789012","startEpochMillis":0},"commands":[],"until":61000}';
    const data = new DataTransfer();
    data.items.add(new File([text], "run.json", { type: "application/json" }));
    document.querySelector(".stage").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText("There is no cluster yet.")).toBeVisible();
});

test.describe("the wide bar", () => {
  test.skip(({ isMobile }) => isMobile, "behind a menu on a phone");

  test("commands are taken back and had again", async ({ page }) => {
    await open(page);
    const undo = page.getByRole("button", { name: "Undo", exact: true });
    const redo = page.getByRole("button", { name: "Redo", exact: true });
    await expect(undo).toHaveAttribute("aria-disabled", "true");
    await loseAnInstance(page);
    await expect(undo).toHaveAttribute("title", /^Undo \(Ctrl Z\): playground terminate-instance/);
    await undo.click();
    await expect(page.locator("article.inst.lost")).toHaveCount(0);
    await expect(web(page)).toContainText("6/6 steady");
    await expect(undo).toHaveAttribute("aria-disabled", "true");
    await redo.click();
    await expect(page.locator("article.inst.lost")).toHaveCount(1);
    await page.locator("body").press("Control+z");
    await expect(page.locator("article.inst.lost")).toHaveCount(0);
    await page.locator("body").press("Control+Shift+z");
    await expect(page.locator("article.inst.lost")).toHaveCount(1);
    await runUntilSteady(page);
  });

  test("the palette finds a task, a scenario and an action by keyboard", async ({ page }) => {
    await open(page);
    const field = page.getByRole("combobox", { name: "Search, or run a line" });
    const id = (await page.locator(".azs [data-walk][data-task]").first().getAttribute("aria-label")).match(/task (\w{8})/)[1];
    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused();
    await field.fill(id);
    await expect(page.getByRole("dialog").getByRole("option")).toHaveCount(1);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText(id);
    await page.keyboard.press("Control+k");
    await field.fill("crash");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Scenarios" })).toHaveText(/Crash loop/);
    await page.keyboard.press("Control+k");
    await field.fill("dark");
    await page.keyboard.press("Enter");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await page.keyboard.press("Control+k");
    await field.fill("zzzz");
    await expect(page.getByText("Nothing has that in its name.")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(field).toBeHidden();
  });
});

test("what is typed and entered at once is what was meant", async ({ page, isMobile }) => {
  test.skip(isMobile, "nobody types so fast there");
  await open(page);
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Search, or run a line" });
  await expect(field).toBeFocused();
  // Within one task of the browser: nothing is drawn in between.
  await field.evaluate((input) => {
    input.value = "dark";
    input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true, cancelable: true }));
  });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("palette, share and embed are accessible", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  for (const action of ["share this", "embed this", ""]) {
    await page.getByRole("button", { name: "Search, or run a line" }).click();
    await page.getByRole("combobox", { name: "Search, or run a line" }).fill(action);
    if (action) await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, { include: "dialog", exclude: "iframe" });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});
