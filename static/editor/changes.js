/** Telling the page about changes: at once for ordinary texts, at rest for large ones. */
import { Annotation } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import { LARGE } from "./problems.js";

/** Marks a change that the page made itself and need not hear about. */
export const fromPage = Annotation.define();

/** Copying ten megabytes into the page on every key would be felt. */
const REST_MS = 400;

/** Calls `onChange(text)` after changes by the person. */
export function changeReports(onChange) {
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.view = view;
        this.timer = null;
      }

      update(update) {
        if (!update.docChanged || update.transactions.some((each) => each.annotation(fromPage))) return;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.report(), update.state.doc.length > LARGE ? REST_MS : 0);
      }

      report() {
        this.timer = null;
        onChange(this.view.state.doc.toString());
      }

      destroy() {
        if (this.timer === null) return;
        clearTimeout(this.timer);
        this.report();
      }
    },
  );
}
