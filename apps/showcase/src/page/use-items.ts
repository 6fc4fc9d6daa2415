import { startTransition, useCallback, useEffect, useOptimistic, useRef, useState } from "react";
import type { Item } from "../item.ts";
import { api } from "./client.ts";

/** The shared list: `items` is undefined until it is loaded, `error` is what went wrong last, if anything. */
export function useItems() {
  const [items, setItems] = useState<Item[]>();
  const [shown, showAtOnce] = useOptimistic(items, (list, changed: Item) =>
    list?.map((item) => (item.id === changed.id ? changed : item)),
  );
  const [error, setError] = useState<string>();
  const lastTurn = useRef(0);

  /** Runs a change, then shows the list as the server has it now; answers whether that went well. */
  const sync = useCallback(async (change?: () => Promise<unknown>): Promise<boolean> => {
    try {
      await change?.();
      const turn = ++lastTurn.current;
      const response = await api.items.$get();
      const { items } = await response.json();
      if (turn === lastTurn.current) setItems(items); // else a later answer is on its way
      setError(undefined);
      return true;
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
      return false;
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
    add: (text: string) => sync(() => api.items.$post({ json: { text } })),
    setDone: (item: Item, done: boolean) =>
      startTransition(async () => {
        showAtOnce({ ...item, done });
        await sync(() => api.items[":id"].$patch({ param: { id: String(item.id) }, json: { done } }));
      }),
    remove: (item: Item) => sync(() => api.items[":id"].$delete({ param: { id: String(item.id) } })),
  };
}
