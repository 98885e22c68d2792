/**
 * Completion of member names and values from the schema.
 *
 * The place in the document is found by reading the text before the cursor rather than through the
 * syntax tree: what is being typed is usually broken just there.
 */
import { startCompletion } from "@codemirror/autocomplete";
import { schemaAt, typeName } from "./schema.js";
import { detailsElement } from "./hover.js";
import { indentAt } from "./edits.js";
import { Tokens, unquote } from "./tokens.js";

/** Completion reads at most this much text before the cursor and after it; beyond, it stays silent. */
const REACH = 1_000_000;
const REACH_AFTER = 100_000;

/**
 * Where the cursor stands, or null when nothing can be completed there:
 * `{ kind: "name" | "value", path, from, to, present, hasColon, commaBefore, commaAfter }`.
 * `path` leads to the object for names and to the value itself for values. `from`..`to` is the text
 * that a completion replaces. `commaBefore` is the offset that lacks a comma, or null.
 */
export function completionContext(text, pos) {
  const stack = [];
  const tokens = new Tokens(text);
  let previous = { type: "start", to: 0, name: null };
  for (tokens.next(); tokens.type !== "end" && tokens.to < pos; tokens.next()) {
    previous = advance(stack, tokens, previous);
  }
  // A closed token that ends at the cursor is finished; a word or a number may still grow.
  const growing = tokens.type === "word" || tokens.type === "number";
  const closed = tokens.type === "string" && !tokens.fault;
  const touches = tokens.type !== "end" && tokens.from < pos && (tokens.to > pos || growing || !closed);
  const inside = touches && (growing || tokens.type === "string");
  if (tokens.type !== "end" && tokens.to === pos && !inside) {
    if (tokens.type === "string") return null;
    previous = advance(stack, tokens, previous);
  }
  const container = stack.at(-1);
  if (!container) return null;
  const from = inside ? tokens.from : pos;
  // An unclosed string runs to the end of its line; what stands after the cursor there is not its own.
  const to = inside && !(tokens.type === "string" && !closed) ? tokens.to : pos;
  return place(text, container, stack, previous, from, to);
}

/** Takes one finished token into account. */
function advance(stack, tokens, previous) {
  const { type, to } = tokens;
  const container = stack.at(-1);
  if (type === "{" || type === "[") {
    const key = container ? (container.open === "{" ? container.name : "0") : null;
    stack.push({ open: type, key, name: null, names: new Set() });
  } else if (type === "}" || type === "]") stack.pop();
  else if (type === ":" && container?.open === "{" && previous.type === "string") {
    container.name = previous.name;
    container.names.add(previous.name);
  } else if (type === "," && container) container.name = null;
  return { type, to, name: type === "string" ? unquote(tokens.raw()) : null };
}

function place(text, container, stack, previous, from, to) {
  const path = stack.slice(1).map((each) => each.key ?? "");
  const after = new Tokens(text, to, Math.min(text.length, to + REACH_AFTER));
  const next = after.next();
  const ended = previous.type === "{" || previous.type === "[" || previous.type === ",";
  const common = {
    from,
    to,
    commaBefore: ended ? null : previous.to,
    commaAfter: next === "string" || next === "{" || next === "[" || next === "number",
    hasColon: next === ":",
  };
  if (container.open === "[") return { ...common, kind: "value", path: [...path, "0"], present: [] };
  if (previous.type === ":") {
    return { ...common, kind: "value", path: [...path, container.name ?? ""], present: [], commaBefore: null };
  }
  if (previous.type === "string" && container.name === null) return null;
  const present = [...container.names, ...namesAfter(after, next)];
  return { ...common, kind: "name", path, present, commaAfter: common.commaAfter && next === "string" };
}

/** Names of the members that follow in the same object. */
function namesAfter(tokens, next) {
  const names = [];
  let depth = 0;
  let last = null;
  for (let type = next; type !== "end" && depth >= 0; type = tokens.next()) {
    if (type === "{" || type === "[") depth++;
    else if (type === "}" || type === "]") depth--;
    else if (type === ":" && depth === 0 && last !== null) names.push(last);
    last = type === "string" ? unquote(tokens.raw()) : null;
  }
  return names;
}

/** The options for a place: `[{ label, value?, schema, required }]`, best first. */
export function optionsFor(context, schema) {
  const at = schemaAt(schema, context.path);
  if (!at) return [];
  if (context.kind === "value") return valuesOf(at).map((value) => ({ label: value, schema: at }));
  if (at.type !== "structure" || !at.members) return [];
  const required = new Set(at.required ?? []);
  const present = new Set(context.present);
  return Object.entries(at.members)
    .filter(([name]) => !present.has(name))
    .map(([label, member]) => ({ label, schema: member, required: required.has(label) }))
    .sort((a, b) => b.required - a.required || a.label.localeCompare(b.label));
}

/** The values of a schema as JSON text. */
function valuesOf(schema) {
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each));
  if (schema.type === "boolean") return ["true", "false"];
  if (schema.type === "structure" || schema.type === "map") return ["{}"];
  if (schema.type === "list") return ["[]"];
  if (schema.default !== undefined && schema.default !== null) return [JSON.stringify(schema.default)];
  return [];
}

/**
 * What to insert for a new value of `schema` at `indent`: `{ text, caret, ask }`; `caret` is where
 * the cursor goes, `ask` whether to offer completions there at once.
 */
export function emptyValue(schema, indent) {
  const deeper = `${indent}  `;
  if (schema.type === "list") {
    const inner = schema.member ?? { type: "string" };
    if (inner.type !== "structure") {
      const quotes = inner.type === "string" ? '""' : "";
      return { text: `[${quotes}]`, caret: quotes ? 2 : 1, ask: Boolean(inner.enum) };
    }
    const { text, caret } = emptyValue(inner, deeper);
    return { text: `[\n${deeper}${text}\n${indent}]`, caret: caret + 2 + deeper.length, ask: true };
  }
  if (schema.type === "structure" || schema.type === "map") {
    return { text: `{\n${deeper}\n${indent}}`, caret: 2 + deeper.length, ask: schema.type === "structure" };
  }
  if (schema.type === "string") return { text: '""', caret: 1, ask: Boolean(schema.enum) };
  return { text: "", caret: 0, ask: schema.type === "boolean" };
}

/**
 * The edit that accepting `option` makes: `{ changes, caret, ask }`. `caret` counts in the new text.
 */
export function completionEdit(doc, context, option) {
  const { from, to } = context;
  const comma = context.commaBefore === null ? "" : ",";
  const indent = indentAt(doc, from);
  let body = { text: option.label, caret: option.label.length, ask: false };
  if (context.kind === "name") body = nameText(context, option, indent);
  else if (option.label === "{}" || option.label === "[]") body = emptyValue(option.schema, indent);
  const tail = context.commaAfter && !context.hasColon ? "," : "";
  const changes = [{ from, to, insert: body.text + tail }];
  if (comma) changes.unshift({ from: context.commaBefore, insert: comma });
  return { changes, caret: from + comma.length + body.caret, ask: body.ask };
}

function nameText(context, option, indent) {
  const name = JSON.stringify(option.label);
  if (context.hasColon) return { text: name, caret: name.length, ask: false };
  const { text, caret, ask } = emptyValue(option.schema, indent);
  return { text: `${name}: ${text}`, caret: name.length + 2 + caret, ask };
}

/** The CodeMirror completion source for `schema`. */
export function completionSource(schema) {
  return (request) => {
    const { state, pos, explicit } = request;
    if (!schema || pos > REACH) return null;
    const text = state.doc.sliceString(0, Math.min(state.doc.length, pos + REACH_AFTER));
    const context = completionContext(text, pos);
    if (!context || (!explicit && context.from === pos)) return null;
    const options = optionsFor(context, schema);
    if (!options.length) return null;
    // Matching runs against what is typed without its opening quote; a fresh value replaces it all.
    return { from: quoteless(text, context), options: options.map(toCompletion), filter: true, validFor: /^[\w."-]*$/ };
  };
}

function quoteless(text, { from, kind }) {
  return kind === "name" && text[from] === '"' ? from + 1 : from;
}

function toCompletion(option, index) {
  return {
    label: option.label,
    detail: option.required ? "required" : typeName(option.schema),
    type: option.required ? "required" : "member",
    boost: option.required ? 50 - Math.min(index, 49) : -Math.min(index, 99),
    info: () => detailsElement(option.label, option.schema, option.required),
    apply: (view) => accept(view, option),
  };
}

/** The place is read again on accepting, because typing has gone on since the list opened. */
function accept(view, option) {
  const { doc, selection } = view.state;
  const pos = selection.main.head;
  const context = completionContext(doc.sliceString(0, Math.min(doc.length, pos + REACH_AFTER)), pos);
  if (!context) return;
  const { changes, caret, ask } = completionEdit(doc, context, option);
  view.dispatch({ changes, selection: { anchor: caret }, userEvent: "input.complete", scrollIntoView: true });
  if (ask) startCompletion(view);
}
