import { AddItem } from "./add-item.tsx";
import { ItemList } from "./item-list.tsx";
import { ServedBy } from "./served-by.tsx";
import { useItems } from "./use-items.ts";

export function App() {
  const { items, error, add, setDone, remove } = useItems();
  return (
    <>
      <main>
        <h1>{document.title}</h1>
        <p className="lead">A list that everyone who opens this page shares.</p>
        <AddItem add={add} />
        <p className="error" role="alert">
          {error}
        </p>
        <ItemList items={items} setDone={setDone} remove={remove} />
      </main>
      <ServedBy />
    </>
  );
}
