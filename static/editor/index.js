/**
 * The editor chunk: a JSON editor that the page loads when somebody wants to write.
 *
 *   import { mount, syntaxProblems } from "./editor.js";
 *   const editor = mount(parent, {
 *     doc,                  // the text to begin with
 *     schema,               // compact shape of the document, or null (see schema.js)
 *     label,                // accessible name
 *     placeholder,          // shown while the text is empty
 *     readOnly,             // default false
 *     onChange(text),       // after every change by the person, undo included; at rest for large texts
 *     onSave(),             // Mod-S or Mod-Enter
 *     onProblems(counts),   // { errors, warnings, infos, syntax }; syntax: the text is not JSON
 *     onChangedLines(n),    // lines that differ from the baseline
 *     onNotice(message),    // a dropped file could not be taken
 *   });
 *
 * The handle:
 *   setDoc(text, { history })      replaces the text; undoable unless history is false; no onChange
 *   getDoc()                       the text, lines ended by "\n"
 *   setProblems(problems)          the page's findings; they replace the previous ones
 *   setBaseline(text | null)       marks the lines that differ from the registered revision
 *   revealPath(pointer, { key })   selects the place of a JSON pointer, or its nearest ancestor
 *   applyFix(fix)                  false when it no longer fits
 *   format()                       lays the text out; false while it is not JSON
 *   edit(edits)                    makes edits as typing does; false when they do not fit
 *   insert(text), complete()       types, and opens the completions, for those without the keys
 *   undo(), redo(), focus(), find(), nextProblem(), showProblems()
 *   setReadOnly(flag)
 *   diff(text | null)              unified comparison with another revision, or off
 *   destroy()
 *
 * A problem: { path, key?, severity: "error" | "warning" | "info", source, title?, message, hint?,
 * fixes: [{ label, edits: [{ path, op: "set" | "remove" | "rename", value }] }] }. `path` is a JSON
 * pointer ("" is the document), `key` says that the member's name is at fault. Errors also get a card
 * under their line; `title` heads it ("ClientException on register") and `hint` is its second line.
 */
import { insertBracket, startCompletion } from "@codemirror/autocomplete";
import { isolateHistory, redo, undo } from "@codemirror/commands";
import { nextDiagnostic, openLintPanel } from "@codemirror/lint";
import { openSearchPanel } from "@codemirror/search";
import { EditorSelection, EditorState, Transaction } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { fromPage } from "./changes.js";
import { setBaseline, showDiff } from "./diff.js";
import { changesFor } from "./edits.js";
import { layOut } from "./format.js";
import { rangeOf } from "./pointer.js";
import { applyFix, setProblems, treeOf } from "./problems.js";
import { extensionsFor, readOnlyAs } from "./setup.js";
import { adoptStyleSheets } from "./styles.js";
import { syntaxProblems } from "./syntax.js";

export { syntaxProblems };

/** Builds an editor inside `parent`; see the head of this file. */
export function mount(parent, options) {
  adoptStyleSheets();
  const state = EditorState.create({ doc: options.doc ?? "", extensions: extensionsFor(options) });
  return handleOf(new EditorView({ state, parent }));
}

function handleOf(view) {
  return {
    setDoc: (text, { history = true } = {}) => replaceDoc(view, text, history),
    getDoc: () => view.state.doc.toString(),
    setProblems: (problems) => setProblems(view, problems),
    setBaseline: (text) => setBaseline(view, text),
    revealPath: (pointer, { key = false } = {}) => reveal(view, pointer, key),
    applyFix: (fix) => applyFix(view, fix),
    edit: (edits) => edit(view, edits),
    insert: (text) => insert(view, text),
    complete: () => (view.focus(), startCompletion(view)),
    format: () => layOut(view),
    undo: () => undo(view),
    redo: () => redo(view),
    focus: () => view.focus(),
    find: () => openSearchPanel(view),
    nextProblem: () => nextDiagnostic(view),
    showProblems: () => openLintPanel(view),
    setReadOnly: (flag) => view.dispatch({ effects: readOnlyAs(flag) }),
    diff: (against) => showDiff(view, against),
    destroy: () => view.destroy(),
  };
}

/** Replaces only what differs, so that cursor, folds and scroll position stay where they can. */
function replaceDoc(view, text, history) {
  const before = view.state.doc.toString();
  const after = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  if (before === after) return;
  const annotations = [fromPage.of(true), isolateHistory.of("full")];
  if (!history) annotations.push(Transaction.addToHistory.of(false));
  view.dispatch({ changes: difference(before, after), annotations });
}

/** The one change between the common start and the common end of two texts. */
export function difference(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function reveal(view, pointer, key) {
  const { state } = view;
  const { from, to } = rangeOf(treeOf(state), state.doc, pointer, key);
  view.dispatch({
    selection: EditorSelection.range(from, to),
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
  view.focus();
}

/** Edits of a form: steps that follow each other quickly are undone together, as typing is. */
function edit(view, edits) {
  const changes = view.state.readOnly ? null : changesFor(view.state.doc, edits, treeOf(view.state));
  if (changes) view.dispatch({ changes, userEvent: "input.form" });
  return Boolean(changes);
}

/** A key of the row for touch: brackets and quotes come in pairs, as they do from a keyboard. */
function insert(view, text) {
  const { state } = view;
  view.dispatch(insertBracket(state, text) ?? state.update(state.replaceSelection(text), { userEvent: "input.type" }));
  view.focus();
}
