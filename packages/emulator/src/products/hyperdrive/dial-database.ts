import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { connect as encrypt } from "node:tls";
import type { HyperdriveSettings } from "./store/configs.ts";

/** Asks a PostgreSQL server for TLS. Source: postgresql.org/docs/current/protocol-message-formats.html (SSLRequest) */
const TLS_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/**
 * Connects to a database as far as its own protocol may begin. PostgreSQL is spoken to by TLS where the server has it,
 * its certificate not looked at; MySQL without.
 * @throws Error when the server is not there, or lacks the TLS that is required
 */
export async function dialDatabase({ origin, mtls }: HyperdriveSettings): Promise<Socket> {
  const socket = connect({ host: origin.host, port: origin.port, allowHalfOpen: true });
  // Met where it is waited for; at any other time the Worker sees the line end.
  socket.on("error", () => undefined);
  try {
    await once(socket, "connect");
    if (origin.scheme === "mysql") return socket;
    socket.write(TLS_REQUEST);
    const reply = await firstByte(socket);
    if (reply === "S") return await encrypted(socket, origin.host);
    if (reply !== "N") throw new Error("it does not answer as PostgreSQL does");
    if (mtls?.sslmode === "require") throw new Error("it has no TLS, which the configuration requires");
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** What a server says first: it is to say no more until it is spoken to again. */
async function firstByte(socket: Socket): Promise<string> {
  const ended = new AbortController();
  const hangUp = () => ended.abort();
  socket.once("end", hangUp);
  try {
    const [chunk] = await once(socket, "data", { signal: ended.signal });
    socket.pause();
    return String(chunk);
  } catch (error) {
    throw ended.signal.aborted ? new Error("it hung up") : error;
  } finally {
    socket.off("end", hangUp);
  }
}

async function encrypted(socket: Socket, host: string): Promise<Socket> {
  // Server names are never addresses (RFC 6066, section 3).
  const name = isIP(host) === 0 ? { servername: host } : {};
  const line = encrypt({ socket, rejectUnauthorized: false, ...name });
  await once(line, "secureConnect");
  return line;
}
