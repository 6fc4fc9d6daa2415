import { afterAll, beforeAll, expect, test } from "vitest";
import { startCloud, type TestCloud } from "../testing/test-cloud.ts";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.close());

const ECHO = `export default { fetch(request) {
  if (request.headers.get("upgrade") !== "websocket") return new Response("no", { status: 426 });
  const [visitor, ours] = Object.values(new WebSocketPair());
  ours.binaryType = "arraybuffer";
  ours.accept();
  ours.send("welcome " + new URL(request.url).pathname);
  ours.addEventListener("message", ({ data }) => {
    if (data === "bye") ours.close(4001, "as you wish");
    else ours.send(typeof data === "string" ? "heard " + data : data);
  });
  return new Response(null, { status: 101, webSocket: visitor });
} };`;

test("a WebSocket reaches the Worker and carries text, bytes and the reason it closed", async () => {
  await cloud.put("chat", ECHO);
  const socket = new WebSocket(`${cloud.workersUrl.replace("http://", "ws://chat.")}/room`);
  socket.binaryType = "arraybuffer";
  const heard: unknown[] = [];
  const { promise: closed, resolve } = Promise.withResolvers<[number, string]>();
  socket.onclose = ({ code, reason }) => resolve([code, reason]);
  socket.onmessage = ({ data }) => {
    heard.push(data instanceof ArrayBuffer ? [...new Uint8Array(data)] : data);
    if (heard.length === 1) socket.send("you");
    if (heard.length === 2) socket.send(new Uint8Array([1, 2, 3]));
    if (heard.length === 3) socket.send("bye");
  };
  expect(await closed).toEqual([4001, "as you wish"]);
  expect(heard).toEqual(["welcome /room", "heard you", [1, 2, 3]]);
});
