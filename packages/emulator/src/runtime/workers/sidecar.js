/** What the emulator has beside a Worker in its process. */
export { default } from "./events.js";
export { NoCache } from "./no-cache.js";
export { ObjectDoor } from "./object-door.js";
export { ObjectCall, ObjectStub } from "./object-stub.js";
export { Peer } from "./peer.js";
