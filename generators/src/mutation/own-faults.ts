import type { Faults } from "./mutants.ts";

/** Faults that a test of the stamped app itself is to notice, by that test. */
export const OWN_FAULTS: Faults = {
  "src/worker.test.ts": [
    ["src/worker.ts", "app.use(secureHeaders(), async", "app.use(async"],
    ["src/worker.ts", "if (release) c.header", "if (!release) c.header"],
    ["src/worker.ts", '"no-store"', '"public"'],
    ["src/worker.ts", "const MAX_BODY = 1_000_000", "const MAX_BODY = 1_000_002"],
    ["src/worker.ts", `error: \`There is nothing at \${c.req.path}.\` }, 404`, "error: c.req.path }, 200"],
    ["src/api/health.ts", 'status: "ok"', 'status: "fine"'],
    ["src/api/health.ts", "[0-9a-f]{64})$", "[0-9a-f]{64})"],
    ["src/api/health.ts", "version: VERSION.id", "version: VERSION.tag"],
    ["src/api/health.ts", "profile: PROFILE", "profile: APP"],
  ],
  "src/page/budget.test.ts": [
    ["src/page/main.tsx", 'import "./style.css";', 'import "react-dom/server.browser";'],
  ],
  "src/api/items.test.ts": [
    ["src/worker.ts", "console.error(error);", ""],
    ["src/worker.ts", "Something went wrong here. Try again in a moment.", `\${error.message}`],
    ["src/api/health.ts", 'console.error("The database does not answer:", error);', ""],
    ["src/api/health.ts", "...about(c.env) }, 503", "...about(c.env) }, 200"],
    ["src/text.ts", ".trim()", ""],
    ["src/text.ts", 'replace(/\\s+/g, " ")', 'replace(/\\s+/, " ")'],
    ["src/text.ts", "text.length > MAX_TEXT", "text.length >= MAX_TEXT"],
    ["src/text.ts", 'if (text === "")', 'if (text === "x")'],
    ["src/text.ts", 'typeof input !== "string"', "input === undefined"],
    ["src/api/items.ts", "ORDER BY id", "ORDER BY id DESC"],
    ["src/api/items.ts", "count(*) FROM items) < ?2", "count(*) FROM items) <= ?2"],
    ["src/api/items.ts", "MAX_ITEMS = 200", "MAX_ITEMS = 201"],
    ["src/api/items.ts", "done ? 1 : 0", "done ? 1 : 1"],
    ["src/api/items.ts", "/^\\d{1,15}$/", "/^\\d{1,15}/"],
    ["src/api/items.ts", "DELETE FROM items WHERE id = ?1", "DELETE FROM items WHERE id <> ?1"],
    ["src/api/items.ts", 'typeof body?.done === "boolean"', 'body?.done !== "boolean"'],
    [
      "src/api/items.ts",
      'if (!row) return c.json({ error: "That item',
      'if (row) return c.json({ error: "That item',
    ],
  ],
  "src/api/notice.test.ts": [
    ["src/api/notice.ts", "7 * 24", "6 * 24"],
    ["src/api/notice.ts", "NOTICES.delete", "NOTICES.get"],
    ["src/api/notice.ts", 'NOTICES.put("notice", text', 'NOTICES.put("notice", "text"'],
  ],
  "src/api/photo.test.ts": [
    ["src/api/photo.ts", '"image/webp"]', '"image/webp", "image/svg+xml"]'],
    ["src/api/photo.ts", "bytes.byteLength === 0", "bytes.byteLength === 1"],
    ["src/api/photo.ts", ", { httpMetadata: { contentType } }", ""],
    ["src/api/photo.ts", "PHOTOS.delete", "PHOTOS.get"],
    ["src/worker.ts", "const MAX_BODY = 1_000_000", "const MAX_BODY = 999_999"],
  ],
  "src/api/visits.test.ts": [
    ["src/visits.ts", "+ 1", "+ 2"],
    ["src/visits.ts", 'await this.ctx.storage.put("visits", visits);', ""],
    ["src/api/visits.ts", 'VISITS.getByName("all").count()', "VISITS.getByName(crypto.randomUUID()).count()"],
  ],
  "src/api/feedback.test.ts": [
    ["src/api/feedback.ts", "await c.env.FEEDBACK.send", "void (async (_: unknown) => {})"],
    ["src/api/feedback.ts", "about(c.env).release", "null"],
    ["src/feedback.ts", "of batch.messages", "of batch.messages.slice(1)"],
  ],
  "src/api/reminders.test.ts": [
    ["src/reminder.ts", `await step.sleep("until it is due", \`\${payload.seconds} seconds\`);`, ""],
    ["src/reminder.ts", "return payload.text", 'return "text"'],
    ["src/api/reminders.ts", "seconds < 1 ||", ""],
    ["src/api/reminders.ts", "seconds > DAY", "seconds >= DAY"],
    ["src/api/reminders.ts", "!Number.isInteger(seconds)", "Number.isNaN(seconds)"],
    ["src/api/reminders.ts", ".catch(() => undefined)", ""],
  ],
  "src/nightly.test.ts": [
    ["src/nightly.ts", "WHERE done = 1", ""],
    ["src/nightly.ts", "...about(env)", ""],
    ["src/worker.ts", "scheduled: nightly,", ""],
  ],
};
