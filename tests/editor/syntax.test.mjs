import assert from "node:assert/strict";
import test from "node:test";
import { formatChanges } from "../../static/editor/format.js";
import { syntaxProblems } from "../../static/editor/syntax.js";
import { applied } from "./harness.mjs";

const broken = [
  // text, marked token, words of the message, text after the first fix (or null)
  ['{"a": 1,}', ",", "no comma before }", '{"a": 1}'],
  ["[1, 2,]", ",", "no comma before ]", "[1, 2]"],
  ['{"a": 1\n "b": 2}', '"b"', "Expected a comma", '{"a": 1,\n "b": 2}'],
  ['{"a" 1}', "1", 'Expected ":"', '{"a": 1}'],
  ["{a: 1}", "a", "needs double quotes", '{"a": 1}'],
  ["{'a': 1}", "'a'", "need double quotes", '{"a": 1}'],
  ['{"a": True}', "True", "lower case", '{"a": true}'],
  ['{"a": yes}', "yes", "needs double quotes", '{"a": "yes"}'],
  ['{"a": "x\n}', '"x', "no closing quote", null],
  ['{"a": 012}', "012", "not a number", null],
  ['{"a": .5}', ".5", "not a number", null],
  ['{"a": "\\q"}', '"\\q"', "not an escape", null],
  ['{"a": }', "}", "Expected a value", null],
  ["[1,,2]", ",", "Expected a value", null],
  ['{"a": [1}', "}", "Expected ]", null],
  ['{"a": {"b": 1}', "{", "before this { is closed", null],
  ["{} {}", "{", "after the end", null],
  ['{"a": 1 // one\n}', "//", "no comments", null],
];

for (const [text, marked, words, fixed] of broken) {
  test(`broken: ${JSON.stringify(text)}`, () => {
    const [problem, ...more] = syntaxProblems(text);
    assert.equal(text.slice(problem.from, problem.to), marked);
    assert.match(problem.message, new RegExp(words.replace(/[{}[\]]/g, "\\$&")));
    assert.equal(problem.severity, "error");
    assert.deepEqual(more, []);
    if (fixed === null) assert.deepEqual(problem.fixes, []);
    else assert.equal(applied(text, problem.fixes[0].changes), fixed);
  });
}

for (const text of ["", "  \n", "{}", "[]", "null", ' {"a": [1, -2.5e+3, "\\u00e9", true, {}]} ']) {
  test(`sound: ${JSON.stringify(text)}`, () => assert.deepEqual(syntaxProblems(text), []));
}

test("it agrees with JSON.parse on every way to cut or change a text", () => {
  const text = '{"a": [1, -2.5e3, "\\n", true], "b": {"c": null, "d": {}}, "e": "x"}';
  for (let at = 0; at < text.length; at++) {
    for (const variant of [text.slice(0, at), text.slice(at), text.slice(0, at) + text.slice(at + 1), `${text.slice(0, at)},${text.slice(at)}`]) {
      const errors = syntaxProblems(variant).filter((each) => each.severity === "error");
      assert.equal(errors.length === 0, variant.trim() === "" || parses(variant), variant);
    }
  }
});

test("duplicate names are warned about, per object", () => {
  const text = '{"a": 1, "b": {"a": 2}, "\\u0061": 3}';
  const problems = syntaxProblems(text);
  assert.deepEqual(problems.map((each) => [each.severity, text.slice(each.from, each.to)]), [["warning", '"\\u0061"']]);
});

test("a hundred thousand open brackets are one problem", () => {
  assert.equal(syntaxProblems("[".repeat(100_000)).length, 1);
});

test("ten megabytes are read in reasonable time", () => {
  const text = `[${'{"name": "app", "cpu": 256},'.repeat(370_000)}{}]`;
  const started = performance.now();
  assert.deepEqual(syntaxProblems(text), []);
  assert.ok(performance.now() - started < 5000);
});

for (const [text, expected] of [
  ['{"a":1,"b":[],"c":{}}', '{\n  "a": 1,\n  "b": [],\n  "c": {}\n}'],
  ['\n{ "a" : [ 1,2 ] }\n\n', '{\n  "a": [\n    1,\n    2\n  ]\n}'],
  ['{"n": 12345678901234567890, "n": 1.0}', '{\n  "n": 12345678901234567890,\n  "n": 1.0\n}'],
  ['{\n  "a": 1\n}\n', '{\n  "a": 1\n}\n'],
]) {
  test(`formatted: ${JSON.stringify(text)}`, () => assert.equal(applied(text, formatChanges(text)), expected));
}

function parses(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
