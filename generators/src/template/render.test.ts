import { describe, expect, it } from "vitest";
import { parseInsertions } from "./insertion.ts";
import { pile } from "./layer.ts";
import { render } from "./render.ts";

const file = (text: string) => [{ path: "a.ts.hbs", text }];
const insert = (text: string) => parseInsertions("a.ts", text);
const rendered = (text: string, ...insertions: string[]) =>
  render(file(text), { name: "shop" }, insertions.flatMap(insert))[0]?.text;

describe("a file of a template", () => {
  it("is filled in, and loses its ending", () => {
    expect(render(file("{{name}}\n"), { name: "shop" })).toEqual([{ path: "a.ts", text: "shop\n" }]);
  });

  it("stays as it is without that ending, whatever is in it", () => {
    const files = [
      { path: "a.ts", text: "{{name}}\n\n\n{{> lines}}" },
      { path: "b", text: { base64: "AA==" } },
    ];
    expect(render(files, {})).toEqual(files);
  });

  it("may not ask for what there is not", () => {
    expect(() => render(file("{{nme}}\n"), { name: "shop" })).toThrow("nme");
  });
});

describe("a place for insertions", () => {
  it("takes lines in turn, indented as it is, with values filled in", () => {
    const text = "a({\n  {{> lines}}\n});\n";
    expect(rendered(text, ">>> lines\none: {\n  {{name}},\n},\n", ">>> lines\ntwo,\n")).toBe(
      "a({\n  one: {\n    shop,\n  },\n  two,\n});\n",
    );
  });

  it("takes paragraphs where it stands between blank lines, or at the end", () => {
    const text = "a\n\n{{> more}}\n\nb\n\n{{> last}}\n";
    expect(rendered(text, ">>> more\none\n>>> last\nx\n", ">>> more\ntwo\n")).toBe(
      "a\n\none\n\ntwo\n\nb\n\nx\n",
    );
  });

  it("leaves no trace where nothing was inserted", () => {
    expect(rendered("a\n\n{{> more}}\n\nb({\n  {{> lines}}\n})\n\n{{> last}}\n")).toBe("a\n\nb({\n})\n");
  });

  it("has to be there", () => {
    expect(() => rendered("a\n", ">>> lines\none\n")).toThrow("a.ts.hbs has no place for “lines”");
  });

  it("need not be there when its file is not", () => {
    expect(render([], {}, insert(">>> lines\none\n"))).toEqual([]);
  });

  it("tidies imports", () => {
    const text = 'import { b } from "b";\n{{> imports}}\n\nb();\n';
    expect(rendered(text, '>>> imports\nimport { a } from "b";\n')).toBe(
      'import { a, b } from "b";\n\nb();\n',
    );
  });
});

it("insertions have headings", () => {
  expect(() => insert("one\n>>> lines\n")).toThrow("a.ts.insert must begin with a heading");
});

it("a layer's file replaces that of a layer below it, filled in or not", () => {
  const layer = (path: string, text: string) => ({ files: [{ path, text }], insertions: [] });
  const { files } = pile([layer("b.ts.hbs", "old"), layer("a.ts", "a"), layer("b.ts", "new")]);
  expect(files).toEqual([
    { path: "a.ts", text: "a" },
    { path: "b.ts", text: "new" },
  ]);
});
