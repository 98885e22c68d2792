/**
 * JSON pointers (RFC 6901) to places in the text and back, through the Lezer syntax tree.
 *
 * The tree exists for broken text too; a pointer that leads nowhere ends at the nearest ancestor
 * that exists, because a problem must be shown somewhere.
 */
import { unquote } from "./tokens.js";

/** "/a/0/b~1c" to ["a", "0", "b/c"]; "" is the whole document. */
export function parsePointer(pointer) {
  if (!pointer) return [];
  return pointer.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** ["a", "b/c"] to "/a/b~1c". */
export function formatPointer(segments) {
  return segments.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

const PUNCTUATION = new Set(["{", "}", "[", "]", ",", ":"]);
const VALUES = new Set(["Object", "Array", "String", "Number", "True", "False", "Null"]);

/** The properties of an Object node, in order: `[{ name, key, value, node }]`; `value` may be null. */
export function propertiesOf(object, doc) {
  const found = [];
  for (let node = object.firstChild; node; node = node.nextSibling) {
    const key = node.name === "Property" ? node.getChild("PropertyName") : null;
    if (key) found.push({ name: nameOf(key, doc), key, value: valueOf(node), node });
  }
  return found;
}

/** The element nodes of an Array node; broken elements hold their place, so that indexes stay right. */
export function elementsOf(array) {
  const found = [];
  for (let node = array.firstChild; node; node = node.nextSibling) {
    if (!PUNCTUATION.has(node.name) && (VALUES.has(node.name) || node.to > node.from)) found.push(node);
  }
  return found;
}

function nameOf(key, doc) {
  return unquote(doc.sliceString(key.from, key.to));
}

function valueOf(property) {
  const last = property.lastChild;
  return last && VALUES.has(last.name) ? last : null;
}

/** The value at the top of the document, or null when there is none. */
export function rootValue(tree) {
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (VALUES.has(node.name)) return node;
  }
  return null;
}

/**
 * Follows `pointer` as far as it goes: `{ exact, depth, value, property }`.
 * `value` is the deepest value node reached (null in an empty document), `property` the member that
 * holds it (null for elements and the root), `depth` how many segments were followed. Of duplicate
 * names the last one is meant, as in every JSON parser.
 */
export function resolve(tree, doc, pointer) {
  const segments = parsePointer(pointer);
  let value = rootValue(tree);
  let property = null;
  for (let depth = 0; depth < segments.length; depth++) {
    const step = value && child(value, doc, segments[depth]);
    if (!step) return { exact: false, depth, value, property };
    if (!step.value) return { exact: depth + 1 === segments.length, depth: depth + 1, ...step };
    ({ value, property } = step);
  }
  return { exact: value !== null, depth: segments.length, value, property };
}

function child(value, doc, segment) {
  if (value.name === "Object") {
    const property = propertiesOf(value, doc).findLast((each) => each.name === segment);
    return property ? { value: property.value, property } : null;
  }
  if (value.name === "Array" && /^\d+$/.test(segment)) {
    const element = elementsOf(value)[Number(segment)];
    return element ? { value: element, property: null } : null;
  }
  return null;
}

/**
 * The range to mark for a problem at `pointer`. With `key` it is the member's name. Objects and
 * arrays are marked at their name or opening bracket: underlining forty lines tells nobody anything.
 */
export function rangeOf(tree, doc, pointer, key = false) {
  const { exact, value, property } = resolve(tree, doc, pointer);
  if (property && ((key && exact) || !value)) return { from: property.key.from, to: property.key.to };
  if (!value) return { from: 0, to: Math.min(1, doc.length) };
  if (value.name !== "Object" && value.name !== "Array") return { from: value.from, to: value.to };
  if (property) return { from: property.key.from, to: property.key.to };
  return { from: value.from, to: value.from + 1 };
}

/** The path of the node at `pos` and, when `pos` is on a member's name, that name's node as `key`. */
export function pathAt(tree, pos, doc, side = 1) {
  const node = tree.resolveInner(pos, side);
  const key = node.name === "PropertyName" ? node : null;
  return { segments: segmentsOf(node, doc), key, node };
}

/** The pointer segments that lead to `node`. */
export function segmentsOf(node, doc) {
  const segments = [];
  for (let at = node; at.parent; at = at.parent) {
    const key = at.name === "Property" ? at.getChild("PropertyName") : null;
    if (key) segments.push(nameOf(key, doc));
    else if (at.parent.name === "Array" && !PUNCTUATION.has(at.name)) {
      segments.push(String(elementsOf(at.parent).findIndex((each) => each.from === at.from)));
    }
  }
  return segments.reverse();
}
