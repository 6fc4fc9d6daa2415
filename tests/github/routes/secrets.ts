import sodium from "libsodium-wrappers";
import { z } from "zod";
import { planAllows } from "../access.ts";
import { notFound, nothing, one, page, type Routes, refused } from "../route.ts";

await sodium.ready;
const keys = sodium.crypto_box_keypair();
const keyId = "568250167242549743";
const base64 = sodium.base64_variants.ORIGINAL;

const sealed = z.object({ encrypted_value: z.string(), key_id: z.literal(keyId) });
const variable = z.object({ name: z.string(), value: z.string() });

const at = "/repos/{owner}/{repo}/environments/{environment_name}/secrets";
const variables = "/repos/{owner}/{repo}/actions/variables";

/** Secrets of environments, which are opened as GitHub opens them, and variables of the repository. */
export const secrets: Routes = {
  [`GET ${at}`]: {
    needs: "environments=read",
    answer: ({ state, params }) => {
      const found = state.environments.get(params.environment_name ?? "");
      const date = new Date().toISOString();
      return found
        ? page(
            "secrets",
            [...found.secrets.keys()].map((name) => ({ name, created_at: date, updated_at: date })),
          )
        : notFound();
    },
  },
  [`GET ${at}/public-key`]: {
    needs: "environments=read",
    answer: ({ state, params }) => {
      if (!planAllows(state, "pro"))
        return refused(403, "Upgrade to GitHub Pro or make this repository public to enable this feature.");
      return state.environments.has(params.environment_name ?? "")
        ? one({ key_id: keyId, key: sodium.to_base64(keys.publicKey, base64) })
        : notFound();
    },
  },
  [`PUT ${at}/{secret_name}`]: {
    needs: "environments=write",
    answer: ({ state, params: { environment_name = "", secret_name = "" }, body }) => {
      const found = state.environments.get(environment_name);
      if (!found) return notFound();
      const box = sealed.safeParse(body);
      if (!box.success) return refused(422, "The key is not this environment's.");
      const opened = sodium.crypto_box_seal_open(
        sodium.from_base64(box.data.encrypted_value, base64),
        keys.publicKey,
        keys.privateKey,
      );
      const isNew = !found.secrets.has(secret_name);
      found.secrets.set(secret_name, sodium.to_string(opened));
      return isNew ? one({}, 201) : nothing();
    },
  },
  [`GET ${variables}`]: {
    needs: "variables=read",
    answer: ({ state }) =>
      page(
        "variables",
        [...state.variables].map(([name, value]) => ({ name, value })),
      ),
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
