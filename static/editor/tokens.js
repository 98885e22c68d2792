/**
 * A JSON tokenizer that never throws: it is the common ground of the syntax check, the formatter
 * and completion, which must all cope with text that is still being typed.
 */

const SPACE = /[ \t\r\n]/;
const STRUCTURE = "{}[]:,";
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const ESCAPE = /\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Walks over `text` one token at a time. After `next()` the token is in `type`, `from` and `to`.
 *
 * `type` is one of the six punctuation characters, "string", "number", "word" (true, false, null and
 * anything unquoted), "other" (a stray character) or "end". `fault` says in one sentence what is
 * wrong with the token itself, or is null.
 */
export class Tokens {
  constructor(text, from = 0, end = text.length) {
    this.text = text;
    this.pos = from;
    this.end = end;
    this.type = "end";
    this.from = from;
    this.to = from;
    this.fault = null;
  }

  next() {
    const { text, end } = this;
    while (this.pos < end && SPACE.test(text[this.pos])) this.pos++;
    this.from = this.pos;
    this.fault = null;
    if (this.pos >= end) this.type = "end";
    else if (STRUCTURE.includes(text[this.pos])) this.type = text[this.pos++];
    else if (text[this.pos] === '"') this.#string();
    else this.#bare();
    this.to = this.pos;
    return this.type;
  }

  /** The token as written. */
  raw() {
    return this.text.slice(this.from, this.to);
  }

  /** Reads a string up to its closing quote, or to the end of its line when there is none. */
  #string() {
    const { text, end } = this;
    this.type = "string";
    let at = this.pos + 1;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code === 34) {
        this.pos = at + 1;
        return;
      }
      if (code === 10 || code === 13) break;
      if (code === 92) {
        ESCAPE.lastIndex = at;
        if (ESCAPE.test(text)) at = ESCAPE.lastIndex;
        else {
          this.fault ??= `\\${text[at + 1] ?? ""} is not an escape that JSON knows.`;
          at += 2;
        }
        continue;
      }
      if (code < 32) this.fault ??= "A control character inside a string must be written as an escape.";
      at++;
    }
    this.pos = Math.min(at, end);
    this.fault = "This string has no closing quote on its line.";
  }

  /** Reads numbers and unquoted words up to the next space, quote or punctuation. */
  #bare() {
    const { text, end } = this;
    let at = this.pos;
    while (at < end && !SPACE.test(text[at]) && !STRUCTURE.includes(text[at]) && text[at] !== '"') at++;
    const raw = text.slice(this.pos, at);
    if (/^[-+.\d]/.test(raw)) {
      this.type = "number";
      if (!NUMBER.test(raw)) this.fault = `${clip(raw)} is not a number that JSON can write.`;
    } else if (/^[A-Za-z_$]/.test(raw)) {
      this.type = "word";
      if (raw !== "true" && raw !== "false" && raw !== "null") this.fault = wordFault(raw);
    } else {
      this.type = "other";
      this.fault = otherFault(raw);
    }
    this.pos = at;
  }
}

/** The value of a string token, or its bare inside when an escape in it is broken. */
export function unquote(raw) {
  try {
    return JSON.parse(raw);
  } catch {
    return raw.replace(/^"|"$/g, "");
  }
}

/** Shortens what a message quotes. */
export function clip(raw, length = 40) {
  return raw.length > length ? `${raw.slice(0, length)}…` : raw;
}

function wordFault(raw) {
  const lower = raw.toLowerCase();
  if (["true", "false", "null"].includes(lower)) return `JSON writes ${lower} in lower case.`;
  return `${clip(raw)} needs double quotes.`;
}

function otherFault(raw) {
  if (raw.startsWith("//") || raw.startsWith("/*") || raw.startsWith("#")) return "JSON has no comments.";
  if (raw.startsWith("'")) return "JSON strings need double quotes.";
  return `Unexpected ${clip(raw)}.`;
}
