/** What the emulator has beside a Worker in its process. */
export { NoCache } from "./no-cache.js";
export { ObjectDoor } from "./object-door.js";
export { ObjectCall, ObjectStub } from "./object-stub.js";
export { Peer } from "./peer.js";

export default {
  fetch: () => new Response(null, { status: 404 }),
};
