const COMMANDS = `\`\`\`sh
bun run deploy --stage staging     # bun run build, then alchemy deploy
bun run destroy --stage staging
\`\`\``;

/** What only the kit does: a paragraph about it says nothing once the kit is gone. */
const ONLY_KIT = /\b(emulator|release|rollback)\b/;

/** A README without the kit's commands: alchemy's in their place, and no word of what they do not do. */
export function plainReadme(text: string, app: string): string {
  const sections = text
    .split(/^(?=## )/m)
    .map((section) => (section.includes("run kit ") ? plain(section) : section));
  return sections.join("").replaceAll(`bun run kit dev ${app}`, "bun run dev");

  function plain(section: string): string {
    if (!section.startsWith("## ")) return withoutConfig(section);
    const blocks = section.trimEnd().split(/\n{2,}/);
    const left = blocks.flatMap((block) => {
      if (block.startsWith("```") && block.includes("run kit ")) return [COMMANDS];
      return block.startsWith("#") || !ONLY_KIT.test(block) ? [block] : [];
    });
    return `${left.join("\n\n")}\n`;
  }
}

/** The row of a table, or the line of a list, that says what alchemy.config.ts is. */
function withoutConfig(section: string): string {
  return section.replace(/^[|*-].*`alchemy\.config\.ts`.*\n/gm, "");
}
