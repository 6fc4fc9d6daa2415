/** Files that a created repository has just as the kit's own has them, by their paths in both. */
export const SHARED_FILES = ["scripts/create-app.sh", "scripts/rollback.sh", "docs/PROMOTION.md"] as const;
