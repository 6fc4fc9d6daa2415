/**
 * Writes workerd's configuration in its text form: Cap'n Proto constants. The schema is `workerd.capnp` in the
 * `workerd` package.
 */
export type Value =
  | string
  | number
  | boolean
  | Embed
  | Void
  | readonly Value[]
  | { readonly [field: string]: Value };

/** A file whose contents become the value. */
class Embed {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** The value of a field that only has to be there. */
class Void {
  readonly kind = "void";
}
export const VOID = new Void();

/** @param path of a file, relative to the configuration's own */
export function embed(path: string): Embed {
  return new Embed(path);
}

/** @param config fields of workerd's `Config` */
export function configFile(config: Value): string {
  return `using Workerd = import "/workerd/workerd.capnp";\nconst config :Workerd.Config = ${write(config)};\n`;
}

function write(value: Value): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (value instanceof Embed) return `embed ${quote(value.path)}`;
  if (value instanceof Void) return value.kind;
  if (isList(value)) return `[${value.map(write).join(", ")}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name} = ${write(field)}`);
  return `(${fields.join(", ")})`;
}

// Array.isArray does not narrow a readonly array.
function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Cap'n Proto knows C's escapes but not JSON's `\u`. */
function quote(text: string): string {
  const escaped = text.toWellFormed().replace(/["\\]|\p{Cc}/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
    return character;
  });
  return `"${escaped}"`;
}
