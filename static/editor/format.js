/**
 * Formatting moves white space only: every token stays as the author wrote it, so large numbers,
 * escapes, the order of members and duplicates survive.
 */
import { Tokens } from "./tokens.js";

const INDENT = "  ";

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
