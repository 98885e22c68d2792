/**
 * Questions about the compact schema that the page generates from the API's shapes:
 * `{ type, doc?, members?, required?, member?, value?, enum?, min?, max?, default? }`.
 */
import { formatPointer, elementsOf, propertiesOf, rootValue } from "./pointer.js";

/** The schema of what one segment leads to, or null when the schema does not know it. */
export function step(schema, segment) {
  if (schema?.type === "structure") return own(schema.members, segment);
  if (schema?.type === "list") return schema.member ?? null;
  if (schema?.type === "map") return schema.value ?? null;
  return null;
}

/** The schema at the end of a path, or null. */
export function schemaAt(schema, segments) {
  return segments.reduce(step, schema);
}

/** A member of a plain object; "constructor" and its kin are not members of anything here. */
function own(members, name) {
  return members && Object.hasOwn(members, name) ? members[name] : null;
}

/** "list of structure", "string": the type as a person would say it. */
export function typeName(schema) {
  if (schema.type === "list" && schema.member) return `list of ${typeName(schema.member)}`;
  if (schema.type === "map" && schema.value) return `map of ${typeName(schema.value)}`;
  return schema.type;
}

/** The allowed range in words ("1 to 10"), or null. For strings and lists it is the length. */
export function rangeText({ type, min, max }) {
  if (min === undefined && max === undefined) return null;
  const unit = type === "string" ? " characters" : type === "list" || type === "map" ? " items" : "";
  if (max === undefined) return `${min}${unit} or more`;
  if (min === undefined) return `up to ${max}${unit}`;
  return `${min} to ${max}${unit}`;
}

/**
 * A warning for every member that the schema does not know, with a rename as the fix when a known
 * name is close. Maps accept every name. At most `limit` problems.
 */
export function unknownMembers(tree, doc, schema, limit = 100) {
  const problems = [];
  const root = rootValue(tree);
  const pending = root ? [{ node: root, schema, path: [] }] : [];
  while (pending.length && problems.length < limit) {
    const { node, schema: shape, path } = pending.pop();
    if (node.name === "Array") {
      elementsOf(node).forEach((each, index) => {
        push(pending, each, step(shape, String(index)), [...path, String(index)]);
      });
    } else if (node.name === "Object") {
      const properties = propertiesOf(node, doc);
      const present = new Set(properties.map((each) => each.name));
      for (const { name, value } of properties) {
        const at = [...path, name];
        if (shape.type === "structure" && shape.members && !own(shape.members, name)) {
          problems.push(unknown(at, name, shape, present));
        } else push(pending, value, step(shape, name), at);
      }
    }
  }
  return problems;
}

function push(pending, node, schema, path) {
  if (node && schema) pending.push({ node, schema, path });
}

function unknown(path, name, shape, present) {
  const free = Object.keys(shape.members).filter((each) => !present.has(each));
  const guess = didYouMean(name, free);
  const pointer = formatPointer(path);
  return {
    path: pointer,
    key: true,
    severity: "warning",
    source: "Unknown field",
    message: `"${name}" is not a field ECS knows here.${guess ? ` Did you mean "${guess}"?` : ""}`,
    fixes: guess
      ? [{ label: `Rename to ${guess}`, edits: [{ path: pointer, op: "rename", value: guess }] }]
      : [{ label: "Remove it", edits: [{ path: pointer, op: "remove" }] }],
  };
}

/** The candidate closest to `name`, or null. Case never counts; a third of the letters may differ. */
export function didYouMean(name, candidates) {
  const plain = (text) => text.toLowerCase().replace(/[-_ ]/g, "");
  const wanted = plain(name);
  let best = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plain(candidate), least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Edits (insert, delete, replace, swap neighbours) from `a` to `b`; at least `limit` when far apart. */
function editDistance(a, b, limit) {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let older = [];
  let old = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], older[j - 2] + 1);
      }
    }
    [older, old] = [old, row];
  }
  return old[b.length];
}
