import { defineBinding, ownService } from "../define-binding.ts";
import { Binding } from "../product.ts";

/** Asked of the loopback with the id of the version whose assets are wanted. */
export const ASSETS_TARGET = "assets";

export const assetsBinding = defineBinding("assets", {
  schema: Binding,
  bind: (binding, { platform, version }) => {
    const { name, service } = ownService(
      binding,
      platform.loopback.service(`${ASSETS_TARGET} ${version.id}`),
    );
    return { binding: { name: binding.name, service: name }, service };
  },
});
