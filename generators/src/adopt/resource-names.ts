import { type Expression, expression } from "./print-typescript.ts";

/** `AUTH_STORAGE` as it stands in the name of a resource: `auth-storage`. */
export function slug(binding: string): string {
  return binding
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** The name of a resource that each profile has for itself. */
export function ownResourceName(app: string, binding: string): Expression {
  return expression(`\`${app}-\${app.stage}-${slug(binding)}\``);
}

/** The props of a resource that is there: prod's, taken over as it is and never deleted; elsewhere one of its own. */
export function takenOverProps(app: string, binding: string, there: string | undefined) {
  const own = ownResourceName(app, binding);
  if (!there) return { name: own };
  return {
    name: expression(`isProd ? ${JSON.stringify(there)} : ${own.code}`),
    adopt: expression("isProd"),
    delete: expression("!isProd"),
  };
}
