/**
 * Comparing with another revision: a unified view on request, and a thin bar beside changed lines
 * at all times.
 */
import { Chunk, unifiedMergeView } from "@codemirror/merge";
import { Compartment, RangeSet, StateEffect, StateField, Text } from "@codemirror/state";
import { GutterMarker, ViewPlugin, gutter } from "@codemirror/view";
import { LARGE } from "./problems.js";

/** Bounds for the difference algorithm: past them it answers coarsely instead of late. */
const LIMITS = { scanLimit: 500, timeout: 100 };
const REST_MS = 150;

const comparison = new Compartment();

/** Switches the unified comparison with `against` on, or off with null. */
export function showDiff(view, against) {
  const extension = against === null ? [] : comparisonWith(against);
  view.dispatch({ effects: comparison.reconfigure(extension) });
}

function comparisonWith(original) {
  return unifiedMergeView({
    original,
    mergeControls: (type, action) => (type === "reject" ? putBackButton(action) : document.createElement("span")),
    collapseUnchanged: { margin: 3, minSize: 6 },
    diffConfig: LIMITS,
  });
}

/** Taking the old lines back is the one useful action here: the other revision itself never changes. */
function putBackButton(action) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "ecs-fix";
  button.textContent = "Put back";
  button.addEventListener("mousedown", action);
  button.addEventListener("click", (event) => {
    // A click without a mouse press before it comes from the keyboard.
    if (event.detail === 0) action(event);
  });
  return button;
}

const setBaselineEffect = StateEffect.define();
const setChangedEffect = StateEffect.define();

const baseline = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setBaselineEffect)) return effect.value;
    return value;
  },
});

const changedLines = StateField.define({
  create: () => RangeSet.empty,
  update(lines, transaction) {
    for (const effect of transaction.effects) if (effect.is(setChangedEffect)) return effect.value;
    return lines.map(transaction.changes);
  },
});

class ChangedMarker extends GutterMarker {
  elementClass = "ecs-changed";
}
const changedMarker = new ChangedMarker();

/** Marks the lines that differ from `text` (the last registered revision); null marks none. */
export function setBaseline(view, text) {
  view.dispatch({ effects: setBaselineEffect.of(text == null ? null : Text.of(text.split(/\r\n?|\n/))) });
}

/** The starts of the lines of `doc` that `before` does not have; a pure removal marks the line after it. */
export function changedStarts(before, doc) {
  const starts = new Set();
  for (const chunk of Chunk.build(before, doc, LIMITS)) {
    const first = doc.lineAt(Math.min(chunk.fromB, doc.length)).number;
    const last = doc.lineAt(Math.max(chunk.fromB, Math.min(chunk.endB, doc.length))).number;
    for (let line = first; line <= last; line++) starts.add(doc.line(line).from);
  }
  return [...starts].sort((a, b) => a - b);
}

const comparer = (onChanged) => ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.view = view;
      this.timer = null;
    }

    update(update) {
      const same = update.startState.field(baseline) === update.state.field(baseline);
      if (same && !update.docChanged) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.compare(), REST_MS);
    }

    compare() {
      const { state } = this.view;
      const before = state.field(baseline);
      const skip = !before || before.length > LARGE || state.doc.length > LARGE;
      const starts = skip ? [] : changedStarts(before, state.doc);
      const lines = RangeSet.of(starts.map((from) => changedMarker.range(from)));
      this.view.dispatch({ effects: setChangedEffect.of(lines) });
      onChanged?.(starts.length);
    }

    destroy() {
      clearTimeout(this.timer);
    }
  },
);

/** The comparison's extensions; `onChanged(count)` hears how many lines differ from the baseline. */
export function comparisons(onChanged) {
  const bar = gutter({ class: "ecs-change-gutter", markers: (view) => view.state.field(changedLines) });
  return [baseline, changedLines, comparer(onChanged), bar, comparison.of([])];
}
