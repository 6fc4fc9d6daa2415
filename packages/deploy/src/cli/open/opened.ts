import type { Head } from "../../ledger/chain.ts";
import type { Delivery } from "../../workspace/delivery.ts";

/** The apps that this process has opened, each with the head of its ledger at that time. */
const opened: { delivery: Delivery; head: Head }[] = [];

export function remember(delivery: Delivery): Delivery {
  opened.push({ delivery, head: delivery.ledger.head });
  return delivery;
}

/** Once a command has ended, well or not: what their ledgers came to is written down outside them too. */
export async function keepAnchors(): Promise<void> {
  if (opened.length === 0) return;
  const { keepAnchor } = await import("../../operations/keep-anchor.ts");
  await Promise.all(opened.map(({ delivery, head }) => keepAnchor(delivery, head)));
}
