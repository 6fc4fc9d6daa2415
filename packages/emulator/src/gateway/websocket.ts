import type { ServerWebSocket, WebSocketHandler } from "bun";
import type { Workerd } from "../runtime/workerd.ts";
import { passedOn } from "./forward.ts";

type Message = string | ArrayBuffer;

/** A visitor's WebSocket has one to the Worker behind it; what that one said before the visitor's was open waits. */
export interface Relay {
  upstream: WebSocket;
  early: Message[];
}

/** Turns a request into a visitor's WebSocket. */
export type Upgrade = (relay: Relay) => boolean;

/** The handshake's own headers: each of the two WebSockets makes its own. */
const HANDSHAKE = [
  "sec-websocket-key",
  "sec-websocket-version",
  "sec-websocket-extensions",
  "sec-websocket-protocol",
];
/** Close codes that say that there was none, and that may not be sent (RFC 6455, 7.4.1). */
const NO_CODE = new Set([1005, 1006, 1015]);

export function isUpgrade(request: Request): boolean {
  return request.headers.get("upgrade")?.toLowerCase() === "websocket";
}

/** Opens a WebSocket to a Worker. @returns undefined once the visitor's is open too */
export async function relay(
  workerd: Workerd,
  request: Request,
  upgrade: Upgrade,
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const headers = passedOn(request);
  const protocols = request.headers.get("sec-websocket-protocol")?.split(/\s*,\s*/) ?? [];
  for (const name of HANDSHAKE) headers.delete(name);
  const upstream = new WebSocket(`ws://127.0.0.1:${workerd.port}${url.pathname}${url.search}`, {
    headers: Object.fromEntries(headers),
    protocols,
  });
  upstream.binaryType = "arraybuffer";
  const early: Message[] = [];
  upstream.onmessage = ({ data }: MessageEvent<Message>) => early.push(data);
  if (!(await opened(upstream)))
    return new Response("The Worker did not accept the WebSocket.\n", { status: 502 });
  if (upgrade({ upstream, early })) return undefined;
  upstream.close();
  return new Response("This is not a WebSocket handshake.\n", { status: 400 });
}

/** What Bun's server does with visitors' WebSockets. */
export const relaying: WebSocketHandler<Relay> = {
  open: (visitor: ServerWebSocket<Relay>) => {
    const { upstream, early } = visitor.data;
    for (const message of early) visitor.send(message);
    upstream.onmessage = ({ data }: MessageEvent<Message>) => visitor.send(data);
    upstream.onclose = ({ code, reason }) => visitor.close(sendable(code), reason);
  },
  message: (visitor, message) => {
    visitor.data.upstream.send(message);
  },
  close: (visitor, code, reason) => {
    visitor.data.upstream.close(sendable(code), reason);
  },
};

function sendable(code: number): number {
  return NO_CODE.has(code) ? 1000 : code;
}

function opened(socket: WebSocket): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.onopen = () => resolve(true);
  socket.onerror = () => resolve(false);
  socket.onclose = () => resolve(false);
  return promise;
}
