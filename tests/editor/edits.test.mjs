import assert from "node:assert/strict";
import test from "node:test";
import { changesFor } from "../../static/editor/edits.js";
import { didYouMean, unknownMembers } from "../../static/editor/schema.js";
import { parsed, schema } from "./harness.mjs";

const cases = [
  // what, text, edits, result
  ["a value changes in place", '{\n    "cpu":   "256" ,\n "b": 1}', [["/cpu", "set", "512"]], '{\n    "cpu":   "512" ,\n "b": 1}'],
  ["a member is added in the style of its neighbours", '{\n    "a": 1\n}', [["/b", "set", [1]]], '{\n    "a": 1,\n    "b": [\n      1\n    ]\n}'],
  ["a member is added on one line", '{"a": 1}', [["/b", "set", true]], '{"a": 1, "b": true}'],
  ["a member is added to an empty object", '{\n  "o": {}\n}', [["/o/x", "set", 1]], '{\n  "o": {\n    "x": 1\n  }\n}'],
  ["missing parents are made", '{"a": 1}', [["/o/list/0/x", "set", "y"]], '{"a": 1, "o": {\n  "list": [\n    {\n      "x": "y"\n    }\n  ]\n}}'],
  ["an element is appended", "[1, 2]", [["/-", "set", 3]], "[1, 2, 3]"],
  ["an empty document begins", "", [["/a", "set", 1]], '{\n  "a": 1\n}'],
  ["a missing value is filled in", '{"a": , "b": 2}', [["/a", "set", 1]], '{"a": 1, "b": 2}'],
  ["the first member goes", '{\n  "a": 1,\n  "b": 2\n}', [["/a", "remove"]], '{\n  "b": 2\n}'],
  ["the last member goes with the comma before it", '{\n  "a": 1,\n  "b": 2\n}', [["/b", "remove"]], '{\n  "a": 1\n}'],
  ["the only member goes", '{\n  "a": 1\n}', [["/a", "remove"]], "{}"],
  ["a member goes from a line", '{"a": 1, "b": 2}', [["/a", "remove"]], '{"b": 2}'],
  ["an element goes", "[1, 2, 3]", [["/1", "remove"]], "[1, 3]"],
  ["a name changes, its value does not", '{"Image" : "x"}', [["/Image", "rename", "image"]], '{"image" : "x"}'],
  ["each edit sees the one before", "{}", [["/a", "set", 1], ["/b", "set", 2], ["/a", "remove"]], '{\n  "b": 2\n}'],
];

for (const [what, text, edits, expected] of cases) {
  test(what, () => {
    const { doc, tree } = parsed(text);
    const changes = changesFor(doc, edits.map(([path, op, value]) => ({ path, op, value })), tree);
    assert.equal(changes.apply(doc).toString(), expected);
  });
}

test("a fix for something that is gone is refused", () => {
  const { doc } = parsed('{"a": 1}');
  assert.equal(changesFor(doc, [{ path: "/b/c", op: "remove" }]), null);
  assert.equal(changesFor(doc, [{ path: "/a/b", op: "set", value: 1 }]), null);
});

test("unknown members are found where the schema has members, not in maps", () => {
  const { doc, tree } = parsed(`{"family": "web", "Cpu": "1", "constructor": 1, "containerDefinitions": [
    {"name": "a", "imge": "x", "dockerLabels": {"any": "thing"}, "portMappings": [{"containrPort": 1}]}]}`);
  const found = unknownMembers(tree, doc, schema).map(({ path, fixes }) => [path, fixes[0].label]).sort();
  assert.deepEqual(found, [
    ["/Cpu", "Rename to cpu"],
    ["/constructor", "Remove it"],
    ["/containerDefinitions/0/imge", "Rename to image"],
    ["/containerDefinitions/0/portMappings/0/containrPort", "Rename to containerPort"],
  ]);
});

for (const [name, expected] of [["Memory", "memory"], ["memroy", "memory"], ["port_mappings", "portMappings"], ["zzz", null]]) {
  test(`did you mean: ${name}`, () => assert.equal(didYouMean(name, ["memory", "portMappings", "image"]), expected));
}
