/**
 * The editor's looks, from the page's tokens only: light and dark follow the page by themselves.
 */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const button = {
  display: "inline-flex",
  alignItems: "center",
  minHeight: "24px",
  padding: "0 8px",
  margin: "0",
  font: "500 11px/16px var(--sans)",
  color: "var(--ink)",
  background: "var(--raised)",
  border: "1px solid var(--line-2)",
  borderRadius: "var(--r-2)",
  cursor: "pointer",
};

const primary = {
  color: "var(--accent-ink)",
  background: "var(--accent)",
  borderColor: "var(--accent)",
  fontWeight: "600",
};

const popover = {
  color: "var(--ink)",
  background: "var(--raised)",
  border: "1px solid var(--line-2)",
  borderRadius: "var(--r-2)",
  boxShadow: "var(--e-2)",
};

const focusRing = { outline: "2px solid var(--accent)", outlineOffset: "2px" };

const frame = {
  "&": { height: "100%", color: "var(--ink)", background: "var(--surface)", fontSize: "11.5px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "400 11.5px/19px var(--mono)", overflow: "auto", overscrollBehavior: "contain" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 24%, transparent)",
  },
  ".cm-activeLine": { background: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-selectionMatch": { background: "color-mix(in srgb, var(--accent) 16%, transparent)" },
  ".cm-searchMatch": { background: "var(--warn-soft)", outline: "1px solid var(--warn)" },
  ".cm-searchMatch-selected": { background: "color-mix(in srgb, var(--warn) 40%, transparent)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--accent-soft)", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--bad-soft)", outline: "1px solid var(--bad)" },
  ".cm-placeholder": { color: "var(--ink-3)", fontFamily: "var(--sans)", whiteSpace: "normal" },
};

const gutters = {
  ".cm-gutters": { color: "var(--ink-3)", background: "var(--surface)", border: "0" },
  ".cm-activeLineGutter": { color: "var(--ink)", background: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-lineNumbers .cm-gutterElement": { fontSize: "10.5px", padding: "0 2px 0 0", minWidth: "20px" },
  ".cm-foldGutter .cm-gutterElement": { width: "14px", textAlign: "center", cursor: "pointer" },
  ".cm-foldPlaceholder": { color: "var(--ink-2)", background: "var(--well)", border: "0", padding: "0 5px" },
  ".ecs-change-gutter": { width: "3px" },
  ".cm-gutterElement.ecs-changed": { background: "var(--blue-f, var(--accent))", borderRadius: "0 2px 2px 0" },
  ".cm-gutter-lint": { width: "12px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 1px" },
  // Shapes, not only colours, and no images: a triangle, a diamond and a disc.
  ".cm-lint-marker": { width: "9px", height: "9px", marginTop: "5px" },
  ".cm-lint-marker-error": { content: "normal", background: "var(--bad)", clipPath: "polygon(50% 0, 100% 100%, 0 100%)" },
  ".cm-lint-marker-warning": {
    content: "normal",
    background: "var(--warn)",
    clipPath: "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)",
  },
  ".cm-lint-marker-info": { content: "normal", background: "var(--accent)", borderRadius: "50%" },
};

function underline(style, token) {
  return {
    backgroundImage: "none",
    paddingBottom: "0",
    textDecoration: `underline ${style} var(${token}) 1px`,
    textUnderlineOffset: "3px",
  };
}

const problems = {
  ".cm-lintRange-error": underline("wavy", "--bad"),
  ".cm-lintRange-warning": underline("dashed", "--warn"),
  ".cm-lintRange-info": underline("dotted", "--accent"),
  ".cm-lintRange-active": { background: "var(--warn-soft)" },
  ".cm-lintPoint-error::after": { borderBottomColor: "var(--bad)" },
  ".cm-lintPoint-warning::after": { borderBottomColor: "var(--warn)" },
  ".cm-lintPoint-info::after": { borderBottomColor: "var(--accent)" },
  ".cm-diagnostic": { padding: "6px 10px", font: "400 12px/16px var(--sans)", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--bad)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
  ".cm-diagnostic-info": { borderLeft: "3px solid var(--accent)" },
  ".cm-diagnosticAction": { ...button, margin: "0 0 0 8px" },
  ".cm-diagnosticSource": { display: "none" },
  ".ecs-error-line": { background: "color-mix(in srgb, var(--bad) 7%, transparent)", boxShadow: "inset 3px 0 var(--bad)" },
};

const card = {
  ".ecs-card-slot": { padding: "3px 12px 7px 0", cursor: "default" },
  ".ecs-card": {
    maxWidth: "520px",
    padding: "8px 10px 9px",
    font: "400 12px/16px var(--sans)",
    color: "var(--ink)",
    background: "var(--raised)",
    border: "1px solid var(--bad-line)",
    borderLeft: "3px solid var(--bad)",
    borderRadius: "0 var(--r-2) var(--r-2) 0",
    boxShadow: "var(--e-1)",
    whiteSpace: "normal",
    overflowWrap: "anywhere",
  },
  ".ecs-card p": { margin: "0" },
  ".ecs-card-title": { display: "flex", gap: "6px", alignItems: "center", marginBottom: "3px", fontWeight: "600", fontSize: "11px", color: "var(--bad)" },
  ".ecs-card-title::before": {
    content: "''",
    width: "10px",
    height: "9px",
    background: "currentColor",
    clipPath: "polygon(50% 0, 100% 100%, 0 100%)",
  },
  ".ecs-card .ecs-card-hint": { marginTop: "4px", fontSize: "11.5px", color: "var(--ink-2)" },
  ".ecs-card-fixes": { display: "flex", flexWrap: "wrap", gap: "6px", marginTop: "8px" },
  ".ecs-fix": button,
  ".ecs-fix-first": primary,
  ".ecs-fix:focus-visible": focusRing,
  "@media (pointer: coarse)": { ".ecs-fix": { minHeight: "36px" } },
};

const popovers = {
  ".cm-tooltip": popover,
  ".cm-tooltip-lint, .ecs-help": { maxWidth: "min(400px, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { font: "400 11.5px/18px var(--mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "2px 8px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--accent-ink)", background: "var(--accent)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { font: "400 10.5px/16px var(--sans)", color: "var(--ink-3)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-tooltip.cm-completionInfo": { padding: "0", maxWidth: "300px" },
  ".ecs-help": { padding: "7px 10px", font: "400 12px/16px var(--sans)" },
  ".ecs-help-name": { fontWeight: "600", fontFamily: "var(--mono)", color: "var(--syn-key, var(--accent))", marginRight: "8px" },
  ".ecs-help-type": { color: "var(--ink-3)", fontSize: "11px" },
  ".ecs-help p": { margin: "4px 0 0", color: "var(--ink-2)" },
  ".ecs-help .ecs-help-fact": { fontSize: "11px", overflowWrap: "anywhere" },
};

const panels = {
  ".cm-panels": { color: "var(--ink)", background: "var(--sunken)", font: "400 12px/16px var(--sans)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-button": { ...button, backgroundImage: "none" },
  ".cm-textfield": { font: "400 12px/16px var(--mono)", color: "var(--ink)", background: "var(--surface)", border: "1px solid var(--line-ctl)", borderRadius: "var(--r-1)", minHeight: "24px" },
  ".cm-panel.cm-search label": { fontSize: "11px" },
  ".cm-panel.cm-panel-lint ul:focus-visible, .cm-textfield:focus-visible": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { background: "var(--accent-soft)" },
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": { background: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-panel button[name=close]": { color: "var(--ink-2)", minWidth: "24px", minHeight: "24px" },
};

const comparison = {
  ".cm-changedLine, &.cm-merge-b .cm-changedLine": { background: "var(--ok-soft)" },
  ".cm-changedText, &.cm-merge-b .cm-changedText": { background: "color-mix(in srgb, var(--ok) 26%, transparent)" },
  ".cm-deletedChunk": { background: "var(--bad-soft)", paddingLeft: "6px" },
  ".cm-deletedChunk .cm-deletedText": { background: "color-mix(in srgb, var(--bad) 26%, transparent)" },
  ".cm-deletedChunk .cm-chunkButtons": { insetInlineEnd: "8px" },
  ".cm-deletedChunk .ecs-fix": { minHeight: "19px", lineHeight: "15px", background: "var(--raised)", color: "var(--ink)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--ok)" },
  "& .cm-deletedLineGutter": { background: "var(--bad)" },
  ".cm-collapsedLines": { color: "var(--ink-2)", background: "var(--well)", font: "400 11px/18px var(--sans)", backgroundImage: "none" },
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: "'⋯'" },
};

const theme = EditorView.theme({ ...frame, ...gutters, ...problems, ...card, ...popovers, ...panels, ...comparison });

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--syn-key, var(--accent))" },
  { tag: tags.string, color: "var(--syn-str, var(--ok))" },
  { tag: tags.number, color: "var(--syn-num, var(--warn))" },
  { tag: [tags.bool, tags.null], color: "var(--syn-bool, var(--warn))" },
  { tag: [tags.punctuation, tags.separator, tags.bracket], color: "var(--syn-punc, var(--ink-3))" },
]);

export const looks = [theme, syntaxHighlighting(colours)];
