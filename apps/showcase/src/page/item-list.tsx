import type { Item } from "../item.ts";

type Props = {
  items: Item[] | undefined;
  setDone: (item: Item, done: boolean) => void;
  remove: (item: Item) => void;
};

export function ItemList({ items, setDone, remove }: Props) {
  if (!items) return null;
  if (items.length === 0) return <p className="empty">Nothing is needed. Add the first thing above.</p>;
  return (
    <ul className="items">
      {items.map((item) => (
        <li key={item.id}>
          <label>
            <input
              type="checkbox"
              checked={item.done}
              onChange={(event) => setDone(item, event.target.checked)}
            />
            <span>{item.text}</span>
          </label>
          <button
            type="button"
            onClick={() => remove(item)}
            aria-label={`Remove ${item.text}`}
            title="Remove"
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="m4 4 8 8m0-8-8 8" />
            </svg>
          </button>
        </li>
      ))}
    </ul>
  );
}
