/**
 * Fixes: edits named by JSON pointer, turned into the smallest text changes, so that the author's
 * own layout survives.
 */
import { ChangeSet } from "@codemirror/state";
import { jsonLanguage } from "@codemirror/lang-json";
import { elementsOf, parsePointer, propertiesOf, resolve, rootValue } from "./pointer.js";

const INDENT = "  ";

/**
 * One `ChangeSet` for all `edits` (`{ path, op: "set" | "remove" | "rename", value }`) on `doc`, each
 * applied to the result of the one before. Null when a path no longer exists: the fix is stale.
 */
export function changesFor(doc, edits, tree = parse(doc)) {
  let all = ChangeSet.empty(doc.length);
  for (const [index, edit] of edits.entries()) {
    const spec = editChange(index === 0 ? tree : parse(doc), doc, edit);
    if (!spec) return null;
    const changes = ChangeSet.of(spec, doc.length);
    all = all.compose(changes);
    doc = changes.apply(doc);
  }
  return all;
}

function parse(doc) {
  return jsonLanguage.parser.parse(doc.toString());
}

function editChange(tree, doc, { path, op, value }) {
  const found = resolve(tree, doc, path);
  if (op === "set") return set(tree, doc, path, value, found);
  if (!found.exact) return null;
  if (op === "rename") return rename(doc, found.property, value);
  return op === "remove" ? remove(doc, found.property?.node ?? found.value) : null;
}

function rename(doc, property, name) {
  return property && { from: property.key.from, to: property.key.to, insert: JSON.stringify(name) };
}

function set(tree, doc, path, value, { exact, depth, value: node, property }) {
  if (!rootValue(tree)) return { from: 0, to: doc.length, insert: textOf(wrap(parsePointer(path), value), "") };
  if (exact && node) return { from: node.from, to: node.to, insert: textOf(value, indentAt(doc, node.from)) };
  if (exact) return setMissing(doc, property, value);
  const [segment, ...rest] = parsePointer(path).slice(depth);
  const inner = wrap(rest, value);
  if (node?.name === "Object") return append(doc, node, propertiesOf(node, doc).at(-1)?.node, inner, `${JSON.stringify(segment)}: `);
  const elements = node?.name === "Array" ? elementsOf(node) : null;
  if (elements && (segment === "-" || Number(segment) === elements.length)) {
    return append(doc, node, elements.at(-1), inner, "");
  }
  return null;
}

/** A name that has no readable value yet: `"cpu":` or `"cpu": tru`. Whatever follows the name goes. */
function setMissing(doc, { key, node }, value) {
  return { from: key.to, to: node.to, insert: `: ${textOf(value, indentAt(doc, key.from))}` };
}

/** Builds the containers that `segments` still need around `value`. */
function wrap(segments, value) {
  return segments.reduceRight(
    (inner, segment) => (segment === "-" || segment === "0" ? [inner] : { [segment]: inner }),
    value,
  );
}

/** Adds to an Object or Array node after `last`, in the style of what is there. */
function append(doc, container, last, value, prefix) {
  const closing = container.lastChild;
  if (closing.name !== "}" && closing.name !== "]") return null;
  const outer = indentAt(doc, container.from);
  if (!last) {
    const indent = outer + INDENT;
    const insert = `\n${indent}${prefix}${textOf(value, indent)}\n${outer}`;
    return { from: container.from + 1, to: closing.from, insert };
  }
  const comma = last.nextSibling?.name === "," ? "" : ",";
  const at = comma ? last.to : last.nextSibling.to;
  if (doc.lineAt(container.from).number === doc.lineAt(closing.from).number) {
    return { from: at, insert: `${comma} ${prefix}${textOf(value, outer)}` };
  }
  const indent = indentAt(doc, last.from);
  return { from: at, insert: `${comma}\n${indent}${prefix}${textOf(value, indent)}` };
}

/** Takes a member or element away together with its comma and the line it stood on. */
function remove(doc, node) {
  const before = node.prevSibling;
  const after = node.nextSibling;
  if (!before || !after) return null;
  if (after.name === ",") {
    const next = after.nextSibling;
    const sameLine = next && doc.lineAt(next.from).number === doc.lineAt(node.from).number;
    return sameLine ? { from: node.from, to: next.from } : { from: before.to, to: after.to };
  }
  return before.name === "," ? { from: before.from, to: node.to } : { from: before.to, to: after.from };
}

function textOf(value, indent) {
  return JSON.stringify(value, null, INDENT).replaceAll("\n", `\n${indent}`);
}

/** The white space that starts the line of `pos`. */
export function indentAt(doc, pos) {
  return /^[ \t]*/.exec(doc.lineAt(pos).text.slice(0, 1000))[0];
}
