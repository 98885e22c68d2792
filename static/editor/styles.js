/**
 * Keeps the editor within `style-src 'self'`: in a document style-mod would add a <style> element,
 * which that policy blocks, so its rules go into a constructed style sheet instead, through the
 * module's own `getRules()`.
 */
import { StyleModule } from "style-mod";

/** Per document or shadow root: its sheet and the modules in it, weakest first. */
const mounted = new WeakMap();

/** Call once before the first editor is made. Does nothing where style sheets cannot be constructed. */
export function adoptStyleSheets() {
  if (!("adoptedStyleSheets" in Document.prototype)) return;
  StyleModule.mount = mount;
}

/** Adds the missing `modules`, each right after the one before it, so that later ones keep winning. */
function mount(root, modules) {
  const entry = mounted.get(root) ?? open(root);
  let place = 0;
  let grown = false;
  for (const module of Array.isArray(modules) ? modules : [modules]) {
    const at = entry.modules.indexOf(module);
    if (at >= 0) place = Math.max(place, at + 1);
    else {
      entry.modules.splice(place++, 0, module);
      grown = true;
    }
  }
  if (grown) entry.sheet.replaceSync(entry.modules.map((each) => each.getRules()).join("\n"));
}

function open(root) {
  const entry = { sheet: new CSSStyleSheet(), modules: [] };
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, entry.sheet];
  mounted.set(root, entry);
  return entry;
}
