import { hc } from "hono/client";
import { startTransition, useCallback, useEffect, useOptimistic, useRef, useState } from "react";
import type { Item, items as itemsApi } from "../api/items.ts";
import { fetchOrThrow } from "./client.ts";
import { LineForm } from "./line-form.tsx";

const api = hc<typeof itemsApi>("/api/items", { fetch: fetchOrThrow });

export function Items() {
  const { items, error, add, setDone, remove } = useItems();
  return (
    <section>
      <LineForm label="What is needed?" placeholder="Oat milk" button="Add" send={add} />
      <p className="error" role="alert">
        {error}
      </p>
      {items?.length === 0 && <p className="empty">Nothing is needed. Add the first thing above.</p>}
      <ul className="items">
        {items?.map((item) => (
          <ItemRow key={item.id} item={item} setDone={setDone} remove={remove} />
        ))}
      </ul>
    </section>
  );
}

type RowProps = { item: Item; setDone: (item: Item, done: boolean) => void; remove: (item: Item) => void };

function ItemRow({ item, setDone, remove }: RowProps) {
  return (
    <li>
      <label>
        <input
          type="checkbox"
          checked={item.done}
          onChange={(event) => setDone(item, event.target.checked)}
        />
        <span>{item.text}</span>
      </label>
      <button type="button" onClick={() => remove(item)} aria-label={`Remove ${item.text}`} title="Remove">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="m4 4 8 8m0-8-8 8" />
        </svg>
      </button>
    </li>
  );
}

/** The shared list: `items` is undefined until it is loaded, `error` is what went wrong last, if anything. */
function useItems() {
  const [items, setItems] = useState<Item[]>();
  const [shown, showAtOnce] = useOptimistic(items, (list, changed: Item) =>
    list?.map((item) => (item.id === changed.id ? changed : item)),
  );
  const [error, setError] = useState<string>();
  const lastTurn = useRef(0);

  /** Makes a change, if there is one, and shows the list as the server has it then. */
  const sync = useCallback(async (change?: Promise<unknown>) => {
    try {
      await change;
      const turn = ++lastTurn.current;
      const response = await api.index.$get();
      const { items } = await response.json();
      if (turn === lastTurn.current) setItems(items); // else a later answer is on its way
      setError(undefined);
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    }
  }, []);

  // Others change the list too: look again whenever somebody comes back to the page.
  useEffect(() => {
    const look = () => void sync();
    look();
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [sync]);

  return {
    items: shown,
    error,
    add: async (text: string) => {
      await api.index.$post({ json: { text } });
      await sync();
    },
    setDone: (item: Item, done: boolean) =>
      startTransition(async () => {
        showAtOnce({ ...item, done });
        await sync(api[":id"].$patch({ param: { id: String(item.id) }, json: { done } }));
      }),
    remove: (item: Item) => sync(api[":id"].$delete({ param: { id: String(item.id) } })),
  };
}
