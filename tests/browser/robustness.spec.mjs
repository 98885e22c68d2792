// Bad input and bad luck: one clear line each, nothing lost, and a page that goes on.
import { expect, open, selectAll, test } from "./fixtures.mjs";

test.skip(({ isMobile }) => isMobile, "the same code as in the wide layout");

const editor = (page) => page.getByRole("textbox", { name: "Task definition as JSON" });

async function insert(page, text) {
  await editor(page).click();
  await selectAll(page);
  await page.keyboard.insertText(text);
}

/** Time passes and a key is heard. */
async function expectAlive(page) {
  const clock = page.getByRole("timer", { name: "Simulated time" });
  const before = await clock.textContent();
  await expect(clock).not.toHaveText(before);
  await page.getByRole("button", { name: "Kill a task" }).click();
  await expect(page.getByLabel("Events, newest first")).toContainText("STOPPING → STOPPED");
}

test("broken JSON cannot be registered and says where it breaks", async ({ page }) => {
  await open(page);
  await insert(page, '{ "family": "shop", ');
  const register = page.getByRole("button", { name: /^Register/ });
  await expect(register).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("button", { name: /error/ })).toBeVisible();
  await expectAlive(page);
});

test("an eleventh container is refused in ECS's words", async ({ page }) => {
  await open(page);
  const container = (number) => ({ name: `c${number}`, image: "nginx", memory: 64, essential: true });
  const containerDefinitions = Array.from({ length: 11 }, (_, number) => container(number));
  await insert(page, JSON.stringify({ family: "many", containerDefinitions }));
  const register = page.getByRole("button", { name: "Register many:1" });
  await expect(register).toHaveAttribute("aria-disabled", "true");
  await expect(register).toHaveAttribute("title", "Too many containers.");
  await expectAlive(page);
});

test("ten megabytes of JSON leave the page alive", async ({ page }) => {
  test.slow();
  await open(page);
  await editor(page).click();
  await selectAll(page);
  await page.evaluate(() => {
    const text = JSON.stringify({ family: "big", containerDefinitions: [], tags: Array(200_000).fill({ key: "a".repeat(20), value: "b" }) });
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("button", { name: /^Register/ })).toHaveAttribute("aria-disabled", "true", { timeout: 30_000 });
  await expectAlive(page);
});

test("a file that is no recording is refused, and the run stays", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Scenarios" }).click();
  await page.getByRole("menuitem", { name: "Import a run…" }).click();
  const dialog = page.getByRole("dialog", { name: "Open or save a recording" });
  await dialog.getByLabel("Recording", { exact: true }).fill('{ "seed": 7, "commands": [{ "at"');
  await dialog.getByRole("button", { name: "Open", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("The file was not opened");
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByRole("article", { name: "Service web" })).toContainText("6/6 steady");
  await expectAlive(page);
});

for (const [what, text] of [["cut off", '{"version":1,"draft":"'], ["of another version", '{"version":99,"draft":"","theme":null,"recording":null}']]) {
  test(`kept work that is ${what} is put aside, and said`, async ({ page }) => {
    await page.addInitScript((text) => localStorage.getItem("ecs-playground") ?? localStorage.setItem("ecs-playground", text), text);
    await open(page);
    await expect(page.locator(".notice")).toHaveText(/The last visit's run could not be opened\./);
    expect(await page.evaluate(() => localStorage.getItem("ecs-playground-unreadable"))).toBe(text);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expectAlive(page);
    // The next visit has the new work, and the old text is still there.
    await expect.poll(() => page.evaluate(() => localStorage.getItem("ecs-playground"))).toContain("recording");
    await page.reload();
    await expect(page.getByRole("main")).toBeVisible();
    await expect(page.locator(".notice")).toHaveCount(0);
    expect(await page.evaluate(() => localStorage.getItem("ecs-playground-unreadable"))).toBe(text);
  });
}

test("a browser that keeps nothing is told of once, and the page works", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("denied", "SecurityError"); } });
  });
  await open(page);
  await expectAlive(page);
  const notice = page.locator(".notice");
  await expect(notice).toContainText("Your run is not being kept. This browser does not let the page keep anything.");
  await expect(notice.getByRole("button", { name: "Download recording" })).toBeVisible();
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await page.getByRole("button", { name: "Kill a task" }).click();
  await page.waitForTimeout(1_000);
  await expect(notice).toHaveCount(0);
});

test("storage that is full is told of, and the run can be taken along", async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
  });
  await open(page);
  await expectAlive(page);
  await expect(page.locator(".notice")).toContainText("This browser's storage for the page is full.");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download recording" }).click();
  expect((await download).suggestedFilename()).toBe("ecs-playground.json");
});

test.describe("after a panic", () => {
  // The panic itself, and what the dead page still says.
  test.use({ expectedProblems: [/panicked|unreachable|RuntimeError|failed to|already borrowed|closure invoked/i] });

  /** Makes the page's own code panic: the document does what no document does. */
  async function panic(page) {
    await page.evaluate(() => {
      const { insertBefore } = Node.prototype;
      Node.prototype.insertBefore = () => { throw new DOMException("on purpose", "NotFoundError"); };
      setTimeout(() => (Node.prototype.insertBefore = insertBefore), 3_000);
      // A field or a button with the focus would take the key for itself.
      document.activeElement.blur();
    });
    // Something new has to be drawn.
    await page.keyboard.press("?");
  }

  test("the page offers the recording, a moment before, and a restart", async ({ page }) => {
    await open(page);
    await page.keyboard.press("`");
    await page.keyboard.type("aws ecs create-cluster --cluster-name precious");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Cluster" })).toContainText("precious");
    await page.keyboard.press("Escape");
    await panic(page);
    const crash = page.getByRole("alert");
    await expect(crash).toContainText(/The model stopped at 00:\d\d:\d\d\. This is our bug\. Your recording is safe\./);
    await expect(crash).toContainText("aws ecs create-cluster --cluster-name precious");
    const download = page.waitForEvent("download");
    await crash.getByRole("link", { name: "Download recording" }).click();
    const file = await (await download).path();
    const { readFile } = await import("node:fs/promises");
    expect(await readFile(file, "utf8")).toContain("precious");

    await crash.getByRole("link", { name: /^Go back to 00:/ }).click();
    await expect(page.getByRole("main")).toBeVisible();
    await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Return to/ })).toBeVisible();
    expect(new URL(page.url()).search).toBe("");

    await panic(page);
    await page.getByRole("link", { name: "Restart" }).click();
    await expect(page.getByRole("article", { name: "Service web" })).toContainText("6/6 steady");
    await expect(page.getByRole("combobox", { name: "Cluster" })).toHaveCount(0);
    await page.getByRole("button", { name: "Bring it back" }).click();
    await expect(page.getByRole("combobox", { name: "Cluster" })).toContainText("precious");
  });
});
