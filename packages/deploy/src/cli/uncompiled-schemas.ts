import { config } from "zod";

/**
 * Has zod check values without compiling its schemas first. Compiling pays from about a thousand values on; a command
 * reads fewer, and ends. A schema goes by what was set when it was made, so this is loaded before all of them.
 */
config({ jitless: true });
