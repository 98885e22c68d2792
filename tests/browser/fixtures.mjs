// What every browser test stands on: a page that must stay silent, and an accessibility check.
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";

export { expect };

export const test = base.extend({
  /** Patterns of problems this test provokes on purpose: `test.use({ expectedProblems: [/…/] })`. */
  expectedProblems: [[], { option: true }],

  /** Fails the test on any console error, page error, failed request or request to another origin. */
  page: async ({ page, baseURL, expectedProblems }, use) => {
    const problems = [];
    const own = new URL(baseURL).origin;
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => problems.push(`page: ${error.stack ?? error}`));
    page.on("requestfailed", (request) => {
      // Who leaves while a page, or the preview in a frame of it, is still on its way has done nothing wrong.
      if (request.failure()?.errorText === "net::ERR_ABORTED") return;
      problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
    });
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== own) problems.push(`external: ${request.url()}`);
    });
    await use(page);
    const unexpected = problems.filter((problem) => !expectedProblems.some((pattern) => pattern.test(problem)));
    expect(unexpected, "the page must be silent").toEqual([]);
  },
});

/** Opens the page and waits until it is whole: before that a first visit sees the first scenario only. */
export async function open(page, path = "./") {
  await page.goto(path);
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page.locator(".app[data-whole]")).toBeVisible();
}

/** Puts a template of the author panel into the editor. */
export async function beginWith(page, title) {
  await page.getByRole("button", { name: "Revisions and templates" }).click();
  await page.getByRole("menuitem", { name: "New from a template…" }).click();
  const dialog = page.getByRole("dialog", { name: "New task definition" });
  await dialog.getByRole("button", { name: title, exact: false }).first().click();
  await expect(dialog).toBeHidden();
}

/** Selects everything in the text field that has the focus. */
export async function selectAll(page) {
  await page.keyboard.press("ControlOrMeta+a");
}

/** Lets time pass until every service is steady; the page pauses then. */
export async function runUntilSteady(page) {
  await page.getByRole("button", { name: "Run until steady" }).click();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
}

/** Checks the page, or the part below `include` without what is below `exclude`, against WCAG 2.2 AA as far as a program can. */
export async function expectAccessible(page, { include, exclude, rules } = {}) {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const builder = new AxeBuilder({ page });
  if (rules) builder.withRules(rules);
  else builder.withTags(tags);
  if (include) builder.include(include);
  if (exclude) builder.exclude(exclude);
  const { violations } = await builder.analyze();
  const summary = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html) }));
  expect(summary).toEqual([]);
}

/** The same in both colour schemes: in the dark only the contrast is another. */
export async function expectAccessibleInBoth(page, options) {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await expectAccessible(page, options);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await expectAccessible(page, { ...options, rules: ["color-contrast"] });
}
