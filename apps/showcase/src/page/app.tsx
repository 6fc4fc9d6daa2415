import { Items } from "./items.tsx";
import { ServedBy } from "./served-by.tsx";

export function App() {
  return (
    <>
      <main>
        <h1>{document.title}</h1>
        <p className="lead">A list that everyone who opens this page shares.</p>
        <Items />
      </main>
      <ServedBy />
    </>
  );
}
