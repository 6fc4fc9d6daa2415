import { useState } from "react";
import { checkText, MAX_TEXT } from "../item.ts";

export function AddItem({ add }: { add: (text: string) => Promise<boolean> }) {
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const checked = checkText(text);

  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (!checked.ok || busy) return;
    setBusy(true);
    if (await add(checked.text)) setText("");
    setBusy(false);
  }

  return (
    <form className="add" onSubmit={submit}>
      <label htmlFor="text">What is needed?</label>
      <input
        id="text"
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={MAX_TEXT}
        placeholder="Oat milk"
        autoComplete="off"
        enterKeyHint="done"
      />
      <button type="submit" disabled={!checked.ok || busy}>
        Add
      </button>
    </form>
  );
}
