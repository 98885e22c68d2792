/** Shared by the editor's tests: parse, mark the cursor with "|", apply. */
import { Text } from "@codemirror/state";
import { jsonLanguage } from "@codemirror/lang-json";

export function parsed(text) {
  return { doc: Text.of(text.split("\n")), tree: jsonLanguage.parser.parse(text) };
}

/** Splits "a|b" into the text and the offset of the cursor. */
export function cursor(marked) {
  const pos = marked.indexOf("|");
  return { text: marked.slice(0, pos) + marked.slice(pos + 1), pos };
}

/** Applies changes by offset, given in any order. */
export function applied(text, changes) {
  return [...changes]
    .sort((a, b) => b.from - a.from || (b.to ?? b.from) - (a.to ?? a.from))
    .reduce((all, { from, to = from, insert = "" }) => all.slice(0, from) + insert + all.slice(to), text);
}

/** A small piece of the task definition's shape. */
export const schema = {
  type: "structure",
  required: ["family", "containerDefinitions"],
  members: {
    family: { type: "string", doc: "The family.", min: 1, max: 255 },
    networkMode: { type: "string", enum: ["bridge", "host", "awsvpc", "none"], default: "bridge" },
    cpu: { type: "string" },
    requiresCompatibilities: { type: "list", member: { type: "string", enum: ["EC2", "FARGATE"] } },
    enableFaultInjection: { type: "boolean" },
    containerDefinitions: {
      type: "list",
      max: 10,
      member: {
        type: "structure",
        required: ["name", "image"],
        members: {
          name: { type: "string" },
          image: { type: "string", doc: "The image to run." },
          cpu: { type: "integer", min: 0 },
          essential: { type: "boolean", default: true },
          dockerLabels: { type: "map", value: { type: "string" } },
          portMappings: {
            type: "list",
            member: { type: "structure", members: { containerPort: { type: "integer", min: 0, max: 65535 } } },
          },
        },
      },
    },
  },
};
