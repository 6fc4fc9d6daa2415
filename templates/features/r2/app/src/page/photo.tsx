import { useId, useState } from "react";
import { fetchOrThrow } from "./client.ts";

export function Photo() {
  const id = useId();
  const [turn, setTurn] = useState(0);
  const [isThere, setIsThere] = useState(true);
  const [error, setError] = useState<string>();

  async function putUp(file: File | undefined) {
    if (!file) return;
    const sent = fetchOrThrow("/api/photo", {
      method: "PUT",
      headers: { "content-type": file.type },
      body: file,
    });
    await sent.then(
      () => {
        setTurn(turn + 1);
        setIsThere(true);
        setError(undefined);
      },
      (cause: Error) => setError(cause.message),
    );
  }

  return (
    <section className="photo">
      {isThere && (
        <img
          src={`/api/photo?turn=${turn}`}
          alt="What somebody has put up"
          onError={() => setIsThere(false)}
        />
      )}
      <label htmlFor={id}>Put up a photo</label>
      <input
        id={id}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        onChange={(event) => putUp(event.target.files?.[0])}
      />
      <p role="alert">{error}</p>
    </section>
  );
}
