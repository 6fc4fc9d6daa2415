import sodium from "libsodium-wrappers";
import { z } from "zod";
import { planAllows, upgrade } from "../access.ts";
import { type Asked, notFound, nothing, one, page, type Routes, refused } from "../route.ts";

await sodium.ready;
const keys = sodium.crypto_box_keypair();
const keyId = "568250167242549743";
const base64 = sodium.base64_variants.ORIGINAL;

const sealed = z.object({ encrypted_value: z.string(), key_id: z.literal(keyId) });
const variable = z.object({ name: z.string(), value: z.string() });

const variables = "/repos/{owner}/{repo}/actions/variables";

/** Secrets, which are opened as GitHub opens them, of environments and of the repository; and its variables. */
export const secrets: Routes = {
  ...secretsAt("/repos/{owner}/{repo}/actions/secrets", "secrets", ({ state }) => state.secrets),
  ...secretsAt(
    "/repos/{owner}/{repo}/environments/{environment_name}/secrets",
    "environments",
    ({ state, params }) => state.environments.get(params.environment_name ?? "")?.secrets,
  ),
  [`GET ${variables}`]: {
    needs: "variables=read",
    answer: ({ state }) =>
      page(
        "variables",
        [...state.variables].map(([name, value]) => ({ name, value })),
      ),
  },
  [`GET ${variables}/{name}`]: {
    needs: "variables=read",
    answer: ({ state, params: { name = "" } }) => {
      const value = state.variables.get(name);
      return value === undefined ? notFound() : one({ name, value });
    },
  },
  [`POST ${variables}`]: {
    needs: "variables=write",
    answer: ({ state, body }) => {
      const { name, value } = variable.parse(body);
      if (state.variables.has(name)) return refused(409, "Already exists");
      state.variables.set(name, value);
      return one({}, 201);
    },
  },
  [`PATCH ${variables}/{name}`]: {
    needs: "variables=write",
    answer: ({ state, params: { name = "" }, body }) => {
      if (!state.variables.has(name)) return notFound();
      state.variables.set(name, variable.pick({ value: true }).parse(body).value);
      return nothing();
    },
  },
};

function secretsAt(
  at: string,
  permission: string,
  of: (asked: Asked) => Map<string, string> | undefined,
): Routes {
  const isEnvironments = permission === "environments";
  return {
    [`GET ${at}`]: {
      needs: `${permission}=read`,
      answer: (asked) => {
        if (isEnvironments && !planAllows(asked.state, "pro")) return refused(403, upgrade);
        const date = new Date().toISOString();
        const found = of(asked);
        if (!found) return notFound();
        return page(
          "secrets",
          [...found.keys()].map((name) => ({ name, created_at: date, updated_at: date })),
        );
      },
    },
    [`GET ${at}/public-key`]: {
      needs: `${permission}=read`,
      answer: (asked) => {
        if (isEnvironments && !planAllows(asked.state, "pro")) return refused(403, upgrade);
        return of(asked) ? one({ key_id: keyId, key: sodium.to_base64(keys.publicKey, base64) }) : notFound();
      },
    },
    [`PUT ${at}/{secret_name}`]: {
      needs: `${permission}=write`,
      answer: (asked) => {
        const found = of(asked);
        if (!found) return notFound();
        const box = sealed.safeParse(asked.body);
        if (!box.success) return refused(422, "The key is not the one that was given.");
        const { secret_name: name = "" } = asked.params;
        const isNew = !found.has(name);
        found.set(name, open(box.data.encrypted_value));
        return isNew ? one({}, 201) : nothing();
      },
    },
  };
}

function open(box: string): string {
  const bytes = sodium.from_base64(box, base64);
  return sodium.to_string(sodium.crypto_box_seal_open(bytes, keys.publicKey, keys.privateKey));
}
