// The author panel's finer things: problems, fields, comparison, undo.
import { beginWith, expect, expectAccessible, open, selectAll, test } from "./fixtures.mjs";

const text = (page) => page.getByRole("textbox", { name: "Task definition as JSON" });

async function openAuthor(page, isMobile) {
  await open(page);
  if (isMobile) await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Author" }).tap();
  await expect(page.locator(".cm-content")).toBeVisible();
}

test("problems are listed, lead to their place, and are mended at once", async ({ page, isMobile }) => {
  await openAuthor(page, isMobile);
  await beginWith(page, "One to repair");
  await page.getByRole("button", { name: /^\d errors$/ }).click();
  const problems = page.getByRole("region", { name: "Problems" });
  await expect(problems).toContainText("Fargate only supports network mode");
  await expect(problems).toContainText("app, portMapping");
  await expectAccessible(page, { include: ".author" });
  await problems.getByRole("button", { name: /essential/ }).first().click();
  await expect(text(page)).toBeFocused();
  await problems.getByRole("button", { name: "Fix all" }).click();
  await expect(problems).toBeHidden();
  await page.getByRole("button", { name: "Register repair-me:1" }).click();
  await expect(page.getByRole("button", { name: "Create service", exact: true })).toBeVisible();
});

test("the fields and the text are two views of one thing", async ({ page, isMobile }) => {
  await openAuthor(page, isMobile);
  await page.getByRole("tab", { name: "Form" }).click();
  const form = page.locator(".formview");
  await expect(form.getByLabel(/^Family/)).toHaveValue("web");
  await form.getByLabel(/^Family/).fill("shop");
  await expect(page.getByRole("button", { name: "Register shop:1" })).toBeVisible();
  await form.getByRole("group", { name: /^Environment/ }).getByRole("button", { name: "Add to Environment" }).click();
  await form.getByRole("group", { name: /^Environment/ }).getByLabel(/^Name/).fill("STAGE");
  await expectAccessible(page, { include: ".author" });
  await page.getByRole("tab", { name: "JSON" }).click();
  await expect(text(page)).toContainText('"family": "shop"');
  await expect(text(page)).toContainText('"name": "STAGE"');
  // The other way round.
  await text(page).click();
  await selectAll(page);
  await page.keyboard.insertText('{ "family": "mine", "containerDefinitions": [{ "name": "a", "image": "nginx", "memory": 64 }] }');
  await page.getByRole("tab", { name: "Form" }).click();
  await expect(form.getByLabel(/^Family/)).toHaveValue("mine");
  await form.getByLabel(/^Memory/).last().fill("4");
  await expect(form).toContainText("Use 6 MiB");
  await form.getByRole("button", { name: "Use 6 MiB" }).click();
  await expect(form.getByLabel(/^Memory/).last()).toHaveValue("6");
  await page.getByRole("button", { name: "Undo in the draft" }).click();
  await expect(form.getByLabel(/^Memory/).last()).toHaveValue("4");
});

test("a draft is compared with a revision, and undone across registering", async ({ page, isMobile }) => {
  await openAuthor(page, isMobile);
  await beginWith(page, "Batch job");
  await page.getByRole("button", { name: "Register nightly-report:1" }).click();
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Revisions and templates" }).click();
  await page.getByRole("menuitem", { name: "Compare" }).last().click();
  const bar = page.locator(".comparebar");
  await expect(bar.getByRole("combobox")).toHaveValue("web:1");
  await expect(page.locator(".cm-deletedChunk").first()).toBeVisible();
  await bar.getByRole("combobox").selectOption("nightly-report:1");
  await expect(page.locator(".cm-deletedChunk")).toHaveCount(0);
  await bar.getByRole("button", { name: "End" }).click();
  await expect(bar).toBeHidden();
  await page.getByRole("button", { name: "Undo in the draft" }).click();
  await expect(text(page)).toContainText('"family": "web"');
});

test("a phone has keys for what its keyboard hides", async ({ page, isMobile }) => {
  test.skip(!isMobile, "a keyboard has them");
  await openAuthor(page, isMobile);
  await text(page).tap();
  await selectAll(page);
  await page.keyboard.press("Backspace");
  const keys = page.getByRole("toolbar", { name: "Keys for JSON" });
  await keys.getByRole("button", { name: "Brace" }).tap();
  await expect(text(page)).toContainText("{}");
  await keys.getByRole("button", { name: "What may stand here" }).tap();
  await expect(page.locator(".cm-tooltip-autocomplete")).toContainText("family");
});
