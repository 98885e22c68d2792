import assert from "node:assert/strict";
import test from "node:test";
import { formatPointer, parsePointer, pathAt, rangeOf } from "../../static/editor/pointer.js";
import { cursor, parsed } from "./harness.mjs";

const marks = [
  // text, pointer, key, marked
  ['{"a": {"b": [1, "x"]}}', "/a/b/1", false, '"x"'],
  ['{"a": {"b": [1, "x"]}}', "/a/b/1", true, '"x"'],
  ['{"a": {"b": 1}}', "/a/b", true, '"b"'],
  ['{"a": {"b": 1}}', "/a", false, '"a"'],
  ['[{"a": 1}, {"a": 2}]', "/1", false, "{"],
  ['{"a": {"b": 1}}', "", false, "{"],
  ['{"a": 1, "a": 2}', "/a", false, "2"],
  ['{"a/b": {"~": 7}}', "/a~1b/~0", false, "7"],
  // The nearest ancestor stands in for what is missing.
  ['{"a": {"b": 1}}', "/a/c/d", false, '"a"'],
  ['{"a": {"b": 1}}', "/a/c", true, '"a"'],
  ['{"a": 5}', "/a/0/b", false, "5"],
  ["[1]", "/9", false, "["],
  // Broken text.
  ['{"a": {"b": 1, "c"}, "d": [1, oops, 3]}', "/d/2", false, "3"],
  ['{"a": , "b": 2}', "/a", false, '"a"'],
  ['{"a": 1 "b": 2', "/b", false, "2"],
  ["", "/a", false, ""],
];

for (const [text, pointer, key, expected] of marks) {
  test(`${pointer || "(document)"}${key ? " (name)" : ""} in ${text || "nothing"}`, () => {
    const { tree, doc } = parsed(text);
    const { from, to } = rangeOf(tree, doc, pointer, key);
    assert.equal(text.slice(from, to), expected);
  });
}

test("pointers survive their escapes", () => {
  const segments = ["a/b", "~1", "", "0"];
  assert.deepEqual(parsePointer(formatPointer(segments)), segments);
});

for (const [marked, expected] of [
  ['{"a": [0, {"b|": 1}]}', ["a", "1", "b"]],
  ['{"a": [0, {"b": |1}]}', ["a", "1", "b"]],
  ['{"a": [|0]}', ["a", "0"]],
]) {
  test(`path at ${marked}`, () => {
    const { text, pos } = cursor(marked);
    const { tree, doc } = parsed(text);
    assert.deepEqual(pathAt(tree, pos, doc).segments, expected);
  });
}
