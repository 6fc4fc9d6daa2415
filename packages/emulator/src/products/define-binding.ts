import type { z } from "zod";
import { check } from "../api/request.ts";
import type { Bound } from "../runtime/program.ts";
import type { Service } from "../runtime/service.ts";
import type { Binding, BindingKind, BindingPlace, BindingUpload } from "./product.ts";

/** What there is to say of a type of binding. */
export interface BindingDefinition<T extends Binding> {
  /** All fields, `name` and `type` included. */
  schema: z.ZodType<T>;
  /**
   * Fields that an upload need not say, or says by another name.
   * @throws ApiError when they cannot be found
   */
  complete?: (asked: Binding, upload: BindingUpload) => object;
  /** @throws ApiError when what it leads to is not there */
  check?: (binding: T, upload: BindingUpload) => void;
  bind: (binding: T, place: BindingPlace) => Bound;
}

/** A type of binding, whose fields are read wherever one is met. */
export function defineBinding<T extends Binding>(
  type: string,
  { schema, complete, check: checkTarget, bind }: BindingDefinition<T>,
): BindingKind {
  return {
    type,
    read: (asked, upload) => check(schema, { ...asked, ...complete?.(asked, upload) }),
    check: (binding, upload) => checkTarget?.(schema.parse(binding), upload),
    bind: (binding, place) => bind(schema.parse(binding), place),
  };
}

/** A service for one binding, and its name. */
export function ownService({ name }: Binding, service: Service): { name: string; service: Service } {
  const serviceName = `binding:${name}`;
  return { name: serviceName, service: { name: serviceName, ...service } };
}
