import { useId, useState } from "react";
import { checkText, MAX_TEXT } from "../text.ts";

type Props = { label: string; placeholder: string; button: string; send: (text: string) => Promise<unknown> };

/** A form for one line of text. When `send` has taken it, the form is empty again; when `send` fails, it says why. */
export function LineForm({ label, placeholder, button, send }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const checked = checkText(text);

  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (!checked.ok || busy) return;
    setBusy(true);
    setError(undefined);
    await send(checked.text).then(
      () => setText(""),
      (cause: Error) => setError(cause.message),
    );
    setBusy(false);
  }

  return (
    <form className="line" onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={text}
        onChange={(event) => setText(event.target.value)}
        maxLength={MAX_TEXT}
        placeholder={placeholder}
        autoComplete="off"
        enterKeyHint="done"
      />
      <button type="submit" disabled={!checked.ok || busy}>
        {button}
      </button>
      <p className="error" role="alert">
        {error}
      </p>
    </form>
  );
}
