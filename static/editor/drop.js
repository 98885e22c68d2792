/** Dropping a file on the editor takes its text as the new document, in one undoable step. */
import { isolateHistory } from "@codemirror/commands";
import { EditorView } from "@codemirror/view";

const MOST_BYTES = 16 * 1024 * 1024;

/** `onNotice(message)` hears why a file was not taken. */
export function fileDrop(onNotice) {
  return EditorView.domEventHandlers({
    dragover(event) {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
      return false;
    },
    drop(event, view) {
      const file = event.dataTransfer?.files[0];
      if (!file) return false;
      event.preventDefault();
      take(file, view, onNotice ?? (() => {}));
      return true;
    },
  });
}

async function take(file, view, notice) {
  if (view.state.readOnly) return;
  if (file.size > MOST_BYTES) {
    notice(`${file.name} has ${Math.round(file.size / 1024 / 1024)} MB; the editor takes up to 16.`);
    return;
  }
  try {
    const text = await file.text();
    if (text.includes("\0")) notice(`${file.name} is not a text file.`);
    else replaceAll(view, text.replace(/^\uFEFF/, ""));
  } catch {
    notice(`${file.name} could not be read.`);
  }
}

function replaceAll(view, text) {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: 0 },
    annotations: isolateHistory.of("full"),
    userEvent: "input.drop.file",
    scrollIntoView: true,
  });
  view.focus();
}
