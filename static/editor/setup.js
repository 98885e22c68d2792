/** What an editor is made of: the CodeMirror extensions for one set of options. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import {
  EditorView, drawSelection, dropCursor, highlightActiveLine, highlightActiveLineGutter,
  highlightSpecialChars, keymap, lineNumbers, placeholder,
} from "@codemirror/view";
import { focusFix, problemCards } from "./cards.js";
import { changeReports } from "./changes.js";
import { completionSource } from "./completion.js";
import { comparisons } from "./diff.js";
import { fileDrop } from "./drop.js";
import { layOut } from "./format.js";
import { schemaHover } from "./hover.js";
import { problemChecks } from "./problems.js";
import { looks } from "./theme.js";

const readOnly = new Compartment();

/** All extensions for the options of `mount`. */
export function extensionsFor(options) {
  const schema = options.schema ?? null;
  return [
    keys(options.onSave),
    writing(),
    reading(options),
    autocompletion({ override: [completionSource(schema)], icons: false }),
    schemaHover(schema),
    comparisons(options.onChangedLines),
    lintGutter(),
    lineNumbers(),
    foldGutter({ openText: "⌄", closedText: "›" }),
    problemChecks(schema, options.onProblems),
    problemCards,
    fileDrop(options.onNotice),
    options.onChange ? changeReports(options.onChange) : [],
    readOnly.of(options.readOnly ? locked : []),
    looks,
  ];
}

const locked = [EditorState.readOnly.of(true), EditorView.editable.of(false), EditorView.contentAttributes.of({ tabindex: "0" })];

/** The effect that locks or unlocks the text. */
export function readOnlyAs(flag) {
  return readOnly.reconfigure(flag ? locked : []);
}

function writing() {
  return [json(), history(), closeBrackets(), indentOnInput(), indentUnit.of("  "), EditorState.tabSize.of(2), dropCursor()];
}

function reading({ label, placeholder: hint }) {
  return [
    EditorState.phrases.of({ "No diagnostics": "No problems", Diagnostics: "Problems" }),
    bracketMatching(),
    codeFolding(),
    search({ top: true }),
    highlightSelectionMatches(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    drawSelection(),
    // The author panel is narrow: wrapped lines can be read, cut ones cannot.
    EditorView.lineWrapping,
    placeholder(hint ?? "Paste or drop a task definition as JSON, or start with {"),
    EditorView.contentAttributes.of({
      "aria-label": label ?? "JSON",
      tabindex: "0",
      autocapitalize: "off",
      autocorrect: "off",
      spellcheck: "false",
    }),
  ];
}

/** Tab is left alone, so that it moves the focus: to the fixes in the text, then out of the editor. */
function keys(onSave) {
  const save = { run: () => Boolean(onSave) && (onSave(), true), preventDefault: true };
  return [
    Prec.high(keymap.of([{ key: "Mod-s", ...save }, { key: "Mod-Enter", ...save }, { key: "Mod-.", run: focusFix }, { key: "Shift-Alt-f", run: layOut }])),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
  ];
}
