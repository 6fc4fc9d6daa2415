/**
 * `bun run release:publish`: publishes each package whose version the registry does not have, and tags the commit.
 */
import { must } from "./must.ts";

await must("packages/create-alchemy-kit/build.ts");
await must("packages/deploy/build.ts");
await must("x", "--bun", "changeset", "publish");
