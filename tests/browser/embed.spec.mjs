// The page inside somebody else's page: in a real frame of a page of its own, also without an origin.
import { createServer } from "node:http";
import { expect, expectAccessible, open, test } from "./fixtures.mjs";

/** A page of somebody else's with these lines in it, on an origin of its own. */
async function host(lines, use) {
  const html = `<!doctype html><html lang="en"><title>Docs</title><style>body{margin:20px;font-family:sans-serif}</style><h1>Docs</h1><input aria-label="Search the docs" autofocus>${lines}</html>`;
  const server = createServer((_, response) => response.writeHead(200, { "Content-Type": "text/html" }).end(html));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
  }
}

test.use({ expectedProblems: [/^external:/] });

const frameOf = (page) => page.frameLocator("iframe");

for (const [width, height] of [[720, 420], [320, 300]]) {
  test(`a frame of ${width} × ${height} shows the run, breaks it and takes no focus`, async ({ page, baseURL }) => {
    await host(`<iframe src="${baseURL}?embed=1#scenario=demo" title="ECS" width="${width}" height="${height}" style="border:0"></iframe>`, async (url) => {
      await page.goto(url);
      const frame = frameOf(page);
      await expect(frame.getByRole("article", { name: "Service web" })).toContainText("6/6");
      await expect(page.getByLabel("Search the docs")).toBeFocused();
      const kill = frame.getByRole("button", { name: "Kill a task" });
      await expect(kill).toBeInViewport({ ratio: 1 });
      for (const name of ["Pause", "Step to the next event"]) {
        await expect(frame.getByRole("button", { name, exact: true })).toBeInViewport({ ratio: 1 });
      }
      await expect(frame.getByRole("link", { name: "Open in Playground" })).toBeInViewport({ ratio: 1 });
      const overflow = await frame.locator("html").evaluate((html) => [html.scrollWidth - html.clientWidth, html.scrollHeight - html.clientHeight]);
      expect(overflow, "the frame itself must not scroll").toEqual([0, 0]);
      await kill.click();
      await expect(frame.locator(".say")).not.toContainText("Everything is steady");
      // What the page outside keeps is its own.
      expect(await page.frames()[1].evaluate(() => localStorage.length)).toBe(0);
    });
  });
}

test("the run goes on in the whole page", async ({ page, context }) => {
  await page.goto("./?embed=1#scenario=demo&paused");
  await page.getByRole("button", { name: "Lose an instance" }).click();
  await expect(page.locator("article.inst.lost")).toHaveCount(1);
  const link = page.getByRole("link", { name: "Open in Playground" });
  await expect(link).toHaveAttribute("href", /#run=1\./);
  const opened = context.waitForEvent("page");
  await link.click();
  const whole = await opened;
  await expect(whole.locator("article.inst.lost")).toHaveCount(1);
  await expect(whole.getByRole("button", { name: "Share", exact: true })).toBeVisible();
});

test("a sandboxed frame, where nothing can be kept, works", async ({ page, baseURL }) => {
  await host(`<iframe sandbox="allow-scripts" src="${baseURL}?embed=1&theme=dark#scenario=fargate" title="ECS" width="720" height="420"></iframe>`, async (url) => {
    await page.goto(url);
    const frame = frameOf(page);
    await expect(frame.getByRole("article", { name: "Service web" })).toContainText("3/3");
    await frame.getByRole("button", { name: "Kill a task" }).click();
    await expect(frame.locator(".say")).not.toContainText("Everything is steady");
    await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(frame.locator(".notice")).toHaveCount(0);
  });
});

test("the script puts a frame in place of its element, as high as the width asks for", async ({ page, baseURL, isMobile }) => {
  test.skip(isMobile, "this host says nothing of its viewport, so a phone gives it the width of a desk");
  const lines = `<div data-ecs-playground="scenario=rolling&amp;at=215" data-theme="light" data-title="A rollout"></div><script src="${baseURL}embed.js" async></script>`;
  await host(lines, async (url) => {
    await page.goto(url);
    const element = page.getByTitle("A rollout");
    await expect(element).toHaveAttribute("src", /\?embed=1&theme=light#scenario=rolling&at=215$/);
    await expect(element).toHaveAttribute("height", "420");
    await expect(frameOf(page).getByRole("article", { name: "Service web" })).toBeVisible();
    await page.setViewportSize({ width: 400, height: 700 });
    await expect(element).toHaveAttribute("height", "560");
    // A page that changes without being left.
    await page.evaluate(() => document.body.insertAdjacentHTML("beforeend", '<div data-ecs-playground data-height="333"></div>'));
    await expect(page.locator("iframe")).toHaveCount(2);
    await expect(page.locator("iframe").nth(1)).toHaveAttribute("height", "333");
  });
});

test("a bad link inside a frame says so and shows the first scenario", async ({ page }) => {
  await page.goto("./?embed=1#run=1.oops");
  await expect(page.locator(".link-note")).toContainText("The link's run is damaged or cut off.");
  await expect(page.getByRole("article", { name: "Service web" })).toBeVisible();
});

test("the dialog makes the lines, with a preview that runs", async ({ page, isMobile }) => {
  await open(page);
  if (isMobile) {
    await page.getByRole("button", { name: "More", exact: true }).tap();
    await page.getByRole("menuitem", { name: "Embed…" }).tap();
  } else {
    await page.getByRole("button", { name: "Embed" }).click();
  }
  const dialog = page.getByRole("dialog", { name: "Embed this run" });
  const lines = dialog.getByLabel("HTML");
  await expect(lines).toHaveValue(/^<iframe src="http:[^"]+\?embed=1#scenario=demo&amp;at=[\d.]+" title="ECS Playground: A steady service" width="720" height="420"/);
  await dialog.getByLabel("Theme").selectOption("dark");
  await expect(lines).toHaveValue(/\?embed=1&amp;theme=dark#/);
  await dialog.getByRole("button", { name: "Waits" }).click();
  await expect(lines).toHaveValue(/&amp;paused"/);
  const frame = dialog.frameLocator("iframe");
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(frame.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Script" }).click();
  await expect(lines).toHaveValue(/^<div data-ecs-playground="scenario=demo&amp;at=[\d.]+&amp;paused" data-theme="dark" data-title="[^"]+"><\/div>\n<script src="http:[^"]+\/embed\.js" async><\/script>$/);
  // What is in the frame is checked below, as a page of its own.
  await expectAccessible(page, { include: "dialog", exclude: "iframe" });
});

test("the embed is accessible", async ({ page, isMobile }) => {
  await page.setViewportSize(isMobile ? { width: 320, height: 300 } : { width: 720, height: 420 });
  await page.goto("./?embed=1#scenario=demo&paused");
  await expect(page.getByRole("main")).toBeVisible();
  await expectAccessible(page);
});
