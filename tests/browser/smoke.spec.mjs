import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, expectAccessible, open, test } from "./fixtures.mjs";
import { serve } from "./serve.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));

test("the page starts, says nothing on the console and asks nobody else", async ({ page }) => {
  await open(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("ECS Playground");
  await expect(page.locator(".boot")).toHaveCount(0);
});

test("the policy is strict, and the header repeats it", async ({ page, request }) => {
  const response = await request.get("./");
  const policy = response.headers()["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
  await open(page);
  const meta = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(meta).toHaveAttribute("content", policy);
});

test.describe("on a host that keeps the page in a folder", () => {
  test.use({
    baseURL: async ({}, use, info) => {
      const site = info.outputPath("site");
      await cp(DIST, join(site, "some/folder"), { recursive: true });
      await cp(join(DIST, "index.html"), join(site, "index.html"));
      const { server, url } = await serve(site);
      await use(`${url}/some/folder/`);
      server.closeAllConnections();
      server.close();
    },
  });

  test("the built page works too", async ({ page }) => {
    await open(page);
  });
});

test.describe("a browser in which the model cannot run", () => {
  test("without WebAssembly it says what is missing", async ({ page }) => {
    await page.addInitScript(() => delete globalThis.WebAssembly);
    await page.goto("./");
    await expect(page.getByRole("alert")).toContainText("This browser cannot run the model");
    await expectAccessible(page, { include: "[role=alert]" });
  });

  test.describe(() => {
    test.use({ expectedProblems: [/.*/] });

    test("with a broken download it shows the browser's reason", async ({ page }) => {
      await page.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: "not wasm" }));
      await page.goto("./");
      await expect(page.getByRole("alert")).toContainText("The model could not start");
      await expect(page.getByRole("alert")).toContainText("CompileError");
    });
  });

  test.describe(() => {
    // The preload of a script that may not run is refused.
    test.use({ javaScriptEnabled: false, expectedProblems: [/^failed: .*\.js csp$/] });

    test("without JavaScript it says so", async ({ page }) => {
      await page.goto("./");
      const note = page.locator("noscript .boot-note");
      await expect(note).toBeVisible();
      await expect(note).toContainText("it needs JavaScript and WebAssembly");
      await expect(page.locator(".boot")).toBeHidden();
    });
  });
});
