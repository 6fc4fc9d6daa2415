/** `bun bench/requests.ts <url> <host> <seconds>`: asks, 32 times at once, and prints how often in a second. */
const [url = "", host = "", seconds = "3"] = process.argv.slice(2);
const end = performance.now() + Number(seconds) * 1_000;
let answered = 0;

async function visit(): Promise<void> {
  while (performance.now() < end) {
    const response = await fetch(url, host === "" ? {} : { headers: { host } });
    if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
    await response.text();
    answered += 1;
  }
}

await Promise.all(Array.from({ length: 32 }, visit));
process.stdout.write(`${answered / Number(seconds)}\n`);
