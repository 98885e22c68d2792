/**
 * Problems: those the page reports, those of the syntax and those of the schema, as CodeMirror
 * diagnostics with their fixes as actions.
 */
import { isolateHistory } from "@codemirror/commands";
import { forceLinting, linter, setDiagnosticsEffect } from "@codemirror/lint";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import { StateEffect, StateField } from "@codemirror/state";
import { changesFor } from "./edits.js";
import { rangeOf } from "./pointer.js";
import { unknownMembers } from "./schema.js";
import { syntaxProblems } from "./syntax.js";

/** Characters above which member names are no longer checked while typing. */
export const LARGE = 200_000;
/** Characters above which even the syntax is left to the page, which reads the text once, on request. */
const HUGE = 4_000_000;
/** How long typing must rest before the check runs, in milliseconds; a large text waits longer. */
const DELAY_MS = 250;
const PARSE_BUDGET_MS = 150;

const setProblemsEffect = StateEffect.define();

const reported = StateField.define({
  create: () => [],
  update(problems, transaction) {
    for (const effect of transaction.effects) if (effect.is(setProblemsEffect)) return effect.value;
    return problems;
  },
});

/** Shows the page's own findings; they replace the previous ones. */
export function setProblems(view, problems) {
  view.dispatch({ effects: setProblemsEffect.of(problems) });
  forceLinting(view);
}

/** True when the transactions of `update` brought new diagnostics. */
export function diagnosticsChanged(update) {
  return update.transactions.some((each) => each.effects.some((effect) => effect.is(setDiagnosticsEffect)));
}

/**
 * Everything that is to be said about `state`'s document, as problems; those of the syntax and the
 * size carry `from`/`to`, the others a `path`.
 */
export function findProblems(state, schema, fromPage) {
  const { length } = state.doc;
  const found = [...fromPage];
  if (length <= HUGE) found.push(...syntaxProblems(state.doc.toString()));
  if (length > LARGE) found.push(sizeNotice(length));
  else if (schema) {
    const taken = new Set(fromPage.map((each) => each.path));
    const unknown = unknownMembers(treeOf(state), state.doc, schema);
    found.push(...unknown.filter((each) => !taken.has(each.path)));
  }
  return found;
}

function sizeNotice(length) {
  const what = length > HUGE ? "Nothing is checked" : "Field names are not checked";
  const message = `This text is ${Math.round(length / 1000)} kB. ${what} while you type.`;
  return { from: 0, to: 0, severity: "info", source: "Large document", message, fixes: [] };
}

/** The syntax tree of the whole document when it can be had quickly, else as far as it reaches. */
export function treeOf(state) {
  return ensureSyntaxTree(state, state.doc.length, PARSE_BUDGET_MS) ?? syntaxTree(state);
}

/** The diagnostic of a problem; `problem` stays attached for the cards. */
export function diagnosticOf(state, tree, problem) {
  const range = problem.from === undefined ? rangeOf(tree, state.doc, problem.path, problem.key) : problem;
  const fixes = problem.fixes ?? [];
  return {
    from: Math.min(range.from, state.doc.length),
    to: Math.min(range.to, state.doc.length),
    severity: problem.severity,
    source: problem.source,
    message: `${problem.source}: ${problem.message}`,
    actions: fixes.map((fix) => ({ name: fix.label, apply: (view) => applyFix(view, fix, state.doc) })),
    problem,
  };
}

/**
 * Applies a fix as one undoable step: `edits` by pointer or, for syntax, `changes` by offset into
 * `madeFor`. False when the text has moved on and the fix no longer fits.
 */
export function applyFix(view, fix, madeFor = null) {
  const { state } = view;
  if (state.readOnly || (fix.changes && madeFor && !madeFor.eq(state.doc))) return false;
  const changes = fix.changes ?? changesFor(state.doc, fix.edits, treeOf(state));
  if (!changes) return false;
  const annotations = isolateHistory.of("full");
  view.dispatch({ changes, annotations, userEvent: "input.fix", scrollIntoView: true });
  forceLinting(view);
  view.focus();
  return true;
}

/**
 * The problem machinery for one editor. `onProblems({ errors, warnings, infos, syntax })` hears every
 * new count; `syntax` is true while the text is not JSON.
 */
export function problemChecks(schema, onProblems) {
  const check = (view) => {
    const { state } = view;
    const problems = findProblems(state, schema, state.field(reported));
    onProblems?.(countProblems(problems));
    const tree = treeOf(state);
    return problems.map((each) => diagnosticOf(state, tree, each));
  };
  const delay = { delay: DELAY_MS, needsRefresh: pageSpoke };
  return [reported, linter(check, delay)];
}

function pageSpoke(update) {
  return update.startState.field(reported) !== update.state.field(reported);
}

function countProblems(problems) {
  const count = (severity) => problems.filter((each) => each.severity === severity).length;
  return {
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    syntax: problems.some((each) => each.source === "JSON" && each.severity === "error"),
  };
}
