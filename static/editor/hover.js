/** Hover help on member names: what the field is, its type, default and allowed values. */
import { syntaxTree } from "@codemirror/language";
import { hoverTooltip } from "@codemirror/view";
import { pathAt } from "./pointer.js";
import { rangeText, schemaAt, typeName } from "./schema.js";

/** Help on `name` as an element, the same for hover and completion. */
export function detailsElement(name, schema, required) {
  const box = document.createElement("div");
  box.className = "ecs-help";
  add(box, "code", name, "ecs-help-name");
  add(box, "span", `${typeName(schema)}${required ? ", required" : ""}`, "ecs-help-type");
  if (schema.doc) add(box, "p", schema.doc);
  for (const [label, text] of factsOf(schema)) {
    const line = add(box, "p", "", "ecs-help-fact");
    add(line, "b", `${label} `);
    line.append(text);
  }
  return box;
}

/** The rows of facts under the text: `[["Default", "awsvpc"], ...]`. */
export function factsOf(schema) {
  const facts = [];
  const allowed = schema.enum ?? schema.member?.enum;
  if (allowed) facts.push(["Allowed", allowed.join(", ")]);
  const range = rangeText(schema);
  if (range) facts.push([schema.type === "string" || schema.type === "list" ? "Length" : "Range", range]);
  if (schema.default !== undefined && schema.default !== null) {
    facts.push(["Default", typeof schema.default === "string" ? schema.default : JSON.stringify(schema.default)]);
  }
  return facts;
}

function add(parent, tag, text, className) {
  const child = document.createElement(tag);
  if (className) child.className = className;
  child.textContent = text;
  parent.append(child);
  return child;
}

/** The hover extension for `schema`. */
export function schemaHover(schema) {
  return hoverTooltip((view, pos, side) => {
    const { segments, key } = pathAt(syntaxTree(view.state), pos, view.state.doc, side);
    const found = key && schema ? schemaAt(schema, segments) : null;
    if (!found) return null;
    const name = segments.at(-1);
    const required = schemaAt(schema, segments.slice(0, -1))?.required?.includes(name) ?? false;
    return { pos: key.from, end: key.to, above: true, create: () => ({ dom: detailsElement(name, found, required) }) };
  });
}
