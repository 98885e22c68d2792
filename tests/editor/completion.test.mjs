import assert from "node:assert/strict";
import test from "node:test";
import { completionContext, completionEdit, optionsFor } from "../../static/editor/completion.js";
import { applied, cursor, parsed, schema } from "./harness.mjs";

const places = [
  // text with cursor, kind, path, names present
  ["{|}", "name", "", []],
  ["{ | ", "name", "", []],
  ['{"fa|"}', "name", "", []],
  ["{fa|", "name", "", []],
  ['{"family": "web",\n  |\n "cpu": "1"}', "name", "", ["family", "cpu"]],
  ['{"family": "web"\n  "n|"', "name", "", ["family"]],
  ['{"networkMode": |}', "value", "networkMode", []],
  ['{"networkMode": "aw|", "cpu": "1"}', "value", "networkMode", []],
  ['{"networkMode": aw|', "value", "networkMode", []],
  ['{"requiresCompatibilities": ["|"]}', "value", "requiresCompatibilities.0", []],
  ['{"requiresCompatibilities": ["EC2", |]}', "value", "requiresCompatibilities.0", []],
  ['{"containerDefinitions": [{"name": "a"}, {"name": "b", "|', "name", "containerDefinitions.0", ["name"]],
  ['{"containerDefinitions": [{"essential": t|', "value", "containerDefinitions.0.essential", []],
];

for (const [marked, kind, path, present] of places) {
  test(`place: ${JSON.stringify(marked)}`, () => {
    const { text, pos } = cursor(marked);
    const context = completionContext(text, pos);
    assert.deepEqual([context.kind, context.path.join("."), context.present], [kind, path, present]);
  });
}

for (const marked of ["|", '{"family"|', '{"family" |: 1}', '{"a": 1}|', '{"a": "x"|}']) {
  test(`no place: ${marked}`, () => {
    const { text, pos } = cursor(marked);
    assert.equal(completionContext(text, pos), null);
  });
}

const accepted = [
  // text with cursor, option, text with cursor after accepting it
  ["{|}", "family", '{"family": "|"}'],
  ['{\n  "fa|"\n}', "family", '{\n  "family": "|"\n}'],
  ["{\n  fa|\n}", "family", '{\n  "family": "|"\n}'],
  ['{\n  "fa|": "web"\n}', "family", '{\n  "family"|: "web"\n}'],
  ['{\n  "cpu": "1"\n  |\n}', "family", '{\n  "cpu": "1",\n  "family": "|"\n}'],
  ['{\n  |\n  "cpu": "1"\n}', "family", '{\n  "family": "|",\n  "cpu": "1"\n}'],
  ['{\n  "cp|"\n  "family": "1"\n}', "cpu", '{\n  "cpu": "|",\n  "family": "1"\n}'],
  ["{\n  |\n}", "containerDefinitions", '{\n  "containerDefinitions": [\n    {\n      |\n    }\n  ]\n}'],
  ["{\n  |\n}", "requiresCompatibilities", '{\n  "requiresCompatibilities": ["|"]\n}'],
  ["{|}", "enableFaultInjection", '{"enableFaultInjection": |}'],
  ['{"networkMode": |}', '"awsvpc"', '{"networkMode": "awsvpc"|}'],
  ['{"networkMode": "a|"}', '"awsvpc"', '{"networkMode": "awsvpc"|}'],
  ['{"requiresCompatibilities": ["EC2" "|"]}', '"FARGATE"', '{"requiresCompatibilities": ["EC2", "FARGATE"|]}'],
  ['{"enableFaultInjection": t|}', "true", '{"enableFaultInjection": true|}'],
  ['{"containerDefinitions": [|]}', "{}", '{"containerDefinitions": [{\n  |\n}]}'],
];

for (const [marked, label, expected] of accepted) {
  test(`accept ${label} at ${JSON.stringify(marked)}`, () => {
    const { text, pos } = cursor(marked);
    const context = completionContext(text, pos);
    const option = optionsFor(context, schema).find((each) => each.label === label);
    assert.ok(option, "the option is offered");
    const { changes, caret } = completionEdit(parsed(text).doc, context, option);
    const result = applied(text, changes);
    assert.equal(`${result.slice(0, caret)}|${result.slice(caret)}`, expected);
  });
}

test("required members come first and present ones not at all", () => {
  const { text, pos } = cursor('{"family": "web", |}');
  const labels = optionsFor(completionContext(text, pos), schema).map((each) => each.label);
  assert.deepEqual(labels.slice(0, 2), ["containerDefinitions", "cpu"]);
  assert.ok(!labels.includes("family"));
});
