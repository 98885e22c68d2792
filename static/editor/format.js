/**
 * Formatting moves white space only: every token stays as the author wrote it, so large numbers,
 * escapes, the order of members and duplicates survive.
 */
import { isolateHistory } from "@codemirror/commands";
import { LARGE } from "./problems.js";
import { syntaxProblems } from "./syntax.js";
import { Tokens } from "./tokens.js";

const INDENT = "  ";

/** Lays out what is in the editor, as one step; false while it is not JSON. */
export function layOut(view) {
  const text = view.state.doc.toString();
  if (view.state.readOnly || syntaxProblems(text).some((each) => each.severity === "error")) return false;
  const changes = formatChanges(text);
  const annotations = isolateHistory.of("full");
  if (changes.length) view.dispatch({ changes: fewer(changes, text), annotations, userEvent: "format" });
  return true;
}

/** A hundred thousand small changes cost more than one large one. */
function fewer(changes, text) {
  if (text.length <= LARGE) return changes;
  let result = "";
  let end = 0;
  for (const { from, to, insert } of changes) {
    result += text.slice(end, from) + insert;
    end = to;
  }
  return { from: 0, to: text.length, insert: result + text.slice(end) };
}

/**
 * The changes that lay out `text` with two spaces a level, one member or element per line.
 * Only call it for text that `syntaxProblems` finds free of errors.
 */
export function formatChanges(text) {
  const tokens = new Tokens(text);
  const changes = [];
  let depth = 0;
  let before = "start";
  let end = 0;
  while (tokens.next() !== "end") {
    const { type, from, to } = tokens;
    if (type === "}" || type === "]") depth--;
    const gap = gapBetween(before, type, depth);
    if (text.slice(end, from) !== gap) changes.push({ from: end, to: from, insert: gap });
    if (type === "{" || type === "[") depth++;
    before = type;
    end = to;
  }
  const rest = text.slice(end);
  if (end > 0 && rest !== "\n" && rest !== "") changes.push({ from: end, to: text.length, insert: "" });
  return changes;
}

function gapBetween(before, after, depth) {
  if (before === "start" || after === "," || after === ":") return "";
  if (before === ":") return " ";
  const opens = before === "{" || before === "[";
  if (opens && (after === "}" || after === "]")) return "";
  return `\n${INDENT.repeat(depth)}`;
}
