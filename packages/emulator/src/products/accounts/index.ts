import type { Product } from "../product.ts";
import * as api from "./api/endpoints.ts";

/** The one account, its token and its user. */
export const accounts: Product = {
  name: "accounts, tokens, memberships",
  endpoints: api.endpoints,
};
