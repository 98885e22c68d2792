/**
 * The syntax check: names the first token at which the text stops being JSON, and every member name
 * that an object holds twice (JSON allows it, and only the last one counts).
 *
 * It keeps its own stack, so a hundred thousand nested brackets are a message and not a crash.
 */
import { Tokens, clip, unquote } from "./tokens.js";

/**
 * Problems of `text` as JSON, in document order:
 * `{ from, to, severity, source: "JSON", message, fixes: [{ label, changes }] }` with offsets into `text`.
 * At most one is an error. Empty text is no problem: there is nothing yet to be wrong.
 */
export function syntaxProblems(text) {
  const check = new Check(text);
  if (check.tokens.next() !== "end") check.run();
  return check.problems;
}

class Check {
  constructor(text) {
    this.tokens = new Tokens(text);
    this.problems = [];
    /** Open containers, innermost last: `{ open, from, names }`; `names` is null for arrays. */
    this.stack = [];
    /** End of the last good token: where a missing comma belongs. */
    this.last = 0;
    this.lastComma = null;
    this.expect = "value";
  }

  run() {
    for (;;) {
      if (!this.#step()) return;
      this.last = this.tokens.to;
      this.tokens.next();
      if (this.tokens.type === "end" && this.expect === "end") return;
    }
  }

  /** Takes the current token; false when it is the offending one. */
  #step() {
    const { type, fault } = this.tokens;
    if (type === "end") return this.#unfinished();
    if (fault && this.expect !== "end") return this.#error(fault, this.#quoteFix());
    switch (this.expect) {
      case "colon":
        if (type !== ":") return this.#error('Expected ":" after the name.', this.#insert(":", "Add the colon"));
        this.expect = "value";
        return true;
      case "name":
      case "name or }":
        return this.#name(type);
      case "comma":
        return this.#comma(type);
      case "end":
        return this.#error("There is text after the end of the document.");
      default:
        return this.#value(type);
    }
  }

  #value(type) {
    if (type === "{" || type === "[") {
      this.stack.push({ open: type, from: this.tokens.from, names: type === "{" ? new Set() : null });
      this.expect = type === "{" ? "name or }" : "value or ]";
      return true;
    }
    if (type === "]" && this.expect === "value or ]") return this.#close();
    if (type === "string" || type === "number" || type === "word") return this.#valueDone();
    if (type === "]" && this.lastComma !== null) return this.#trailingComma();
    if (type === ",") return this.#error("Expected a value before the comma.");
    return this.#error(`Expected a value, found ${clip(this.tokens.raw())}.`);
  }

  #name(type) {
    if (type === "}") return this.expect === "name" ? this.#trailingComma() : this.#close();
    if (type !== "string") return this.#error(`Expected a name in double quotes, found ${clip(this.tokens.raw())}.`);
    const { names } = this.stack.at(-1);
    const name = unquote(this.tokens.raw());
    if (names.has(name)) this.#duplicate(name);
    names.add(name);
    this.expect = "colon";
    return true;
  }

  #comma(type) {
    const { open } = this.stack.at(-1);
    const closing = open === "{" ? "}" : "]";
    if (type === closing) return this.#close();
    if (type === ",") {
      this.lastComma = this.tokens.from;
      this.expect = open === "{" ? "name" : "value";
      return true;
    }
    if (type === "}" || type === "]") return this.#error(`Expected ${closing} or a comma, found ${type}.`);
    if (type === ":") return this.#error("Unexpected colon.");
    return this.#error(`Expected a comma before ${clip(this.tokens.raw())}.`, this.#insert(",", "Add the comma"));
  }

  #close() {
    this.stack.pop();
    return this.#valueDone();
  }

  #valueDone() {
    this.lastComma = null;
    this.expect = this.stack.length ? "comma" : "end";
    return true;
  }

  #trailingComma() {
    const from = this.lastComma;
    this.problems.push(problem("error", from, from + 1, `JSON allows no comma before ${this.tokens.type}.`, [
      { label: "Remove the comma", changes: [{ from, to: from + 1 }] },
    ]));
    return false;
  }

  #unfinished() {
    const inner = this.stack.at(-1);
    const message = inner
      ? `The text ends before this ${inner.open} is closed.`
      : "The text ends too early.";
    const from = inner ? inner.from : Math.max(0, this.last - 1);
    this.problems.push(problem("error", from, from + 1, message));
    return false;
  }

  #duplicate(name) {
    const { from, to } = this.tokens;
    const message = `"${clip(name)}" is already a member of this object. Only the last one counts.`;
    this.problems.push(problem("warning", from, to, message));
  }

  #error(message, fixes = []) {
    this.problems.push(problem("error", this.tokens.from, this.tokens.to, message, fixes));
    return false;
  }

  #insert(text, label) {
    return [{ label, changes: [{ from: this.last, insert: text }] }];
  }

  /** Puts double quotes round an unquoted or single-quoted word. */
  #quoteFix() {
    const raw = this.tokens.raw();
    const inner = this.tokens.type === "word" ? raw : /^'([^'\\]*)'$/.exec(raw)?.[1];
    if (inner === undefined) return [];
    const lower = inner.toLowerCase();
    const isLiteral = this.tokens.type === "word" && ["true", "false", "null"].includes(lower);
    const insert = isLiteral ? lower : JSON.stringify(inner);
    return [{ label: `Write ${clip(insert, 24)}`, changes: [{ from: this.tokens.from, to: this.tokens.to, insert }] }];
  }
}

function problem(severity, from, to, message, fixes = []) {
  return { from, to, severity, source: "JSON", message, fixes };
}
