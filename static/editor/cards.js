/**
 * Problem cards: under a line with errors, the first of them in full, with its fixes as buttons.
 * Cards wait until typing rests, so that lines do not jump under the author's hands.
 */
import { forEachDiagnostic } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, WidgetType } from "@codemirror/view";
import { applyFix, diagnosticsChanged } from "./problems.js";

const REST_MS = 600;
/** More cards than this would bury the text; the lint panel lists the rest. */
const MOST_CARDS = 8;

const setCards = StateEffect.define();

const cards = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(setCards)) return effect.value;
    return transaction.docChanged ? shown.map(transaction.changes) : shown;
  },
  provide: (field) => EditorView.decorations.from(field),
});

class CardWidget extends WidgetType {
  constructor(problem, doc) {
    super();
    this.problem = problem;
    this.doc = doc;
    this.identity = JSON.stringify([problem.source, problem.title, problem.message, problem.hint, problem.fixes]);
  }

  eq(other) {
    // Fixes by offset hold for one document only, so their card is rebuilt with it.
    const byOffset = this.problem.fixes?.some((fix) => fix.changes);
    return other.identity === this.identity && (!byOffset || other.doc === this.doc);
  }

  toDOM(view) {
    return cardElement(this.problem, (fix) => applyFix(view, fix, this.doc), () => view.focus());
  }

  get estimatedHeight() {
    return 96;
  }

  ignoreEvent() {
    return true;
  }
}

/** The card in its slot; `apply` gets the chosen fix, `leave` is called on Escape. */
function cardElement(problem, apply, leave) {
  // CodeMirror measures a block widget without its margins, so the distance is a padding around it.
  const slot = element("div", "ecs-card-slot");
  const card = slot.appendChild(element("div", "ecs-card"));
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", `${titleOf(problem)}: ${problem.message}`);
  card.append(element("b", "ecs-card-title", titleOf(problem)), element("p", "", problem.message));
  if (problem.hint) card.append(element("p", "ecs-card-hint", problem.hint));
  if (problem.fixes?.length) {
    const row = element("div", "ecs-card-fixes");
    row.append(...problem.fixes.map((fix, index) => fixButton(fix, index, apply)));
    card.append(row);
  }
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    leave();
  });
  return slot;
}

function fixButton(fix, index, apply) {
  const button = element("button", index === 0 ? "ecs-fix ecs-fix-first" : "ecs-fix", fix.label);
  button.type = "button";
  button.addEventListener("click", () => apply(fix));
  return button;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** What a problem is headed: its own title, or "ClientException on register" for an API error. */
function titleOf({ title, source }) {
  if (title) return title;
  return /Exception$/.test(source) ? `${source} on register` : source;
}

function buildCards(state) {
  const lines = new Map();
  forEachDiagnostic(state, (diagnostic, from) => {
    if (diagnostic.severity !== "error" || !diagnostic.problem) return;
    const line = state.doc.lineAt(from);
    if (lines.size < MOST_CARDS && !lines.has(line.to)) lines.set(line.to, { line, problem: diagnostic.problem });
  });
  const ranges = [...lines.values()].flatMap(({ line, problem }) => [
    errorLine.range(line.from),
    Decoration.widget({ widget: new CardWidget(problem, state.doc), block: true, side: 1 }).range(line.to),
  ]);
  return Decoration.set(ranges, true);
}

const errorLine = Decoration.line({ class: "ecs-error-line" });

const keeper = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.view = view;
      this.timer = null;
      this.typedAt = -REST_MS;
    }

    update(update) {
      const typed = update.transactions.some((each) => each.docChanged && isTyping(each));
      if (typed) this.typedAt = performance.now();
      if (!diagnosticsChanged(update) && !(typed && this.timer)) return;
      clearTimeout(this.timer);
      const rest = Math.max(0, this.typedAt + REST_MS - performance.now());
      this.timer = setTimeout(() => this.show(), rest);
    }

    show() {
      this.timer = null;
      this.view.dispatch({ effects: setCards.of(buildCards(this.view.state)) });
    }

    destroy() {
      clearTimeout(this.timer);
    }
  },
);

/** A fix, a new revision or an undo is one deliberate step: its cards need not wait. */
function isTyping(transaction) {
  if (transaction.isUserEvent("input.fix") || transaction.isUserEvent("input.drop")) return false;
  return transaction.isUserEvent("input") || transaction.isUserEvent("delete");
}

/** Moves the focus to the first fix of the card under the cursor's line or the next one below. */
export function focusFix(view) {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const buttons = [...view.contentDOM.querySelectorAll(".ecs-fix-first")];
  const below = buttons.find((each) => view.posAtDOM(each) >= line.from);
  if (!below) return false;
  below.focus();
  return true;
}

export const problemCards = [cards, keeper];
