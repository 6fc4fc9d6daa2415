/** The account's subdomain of workers.dev. */
export const SUBDOMAIN = "emulator";
