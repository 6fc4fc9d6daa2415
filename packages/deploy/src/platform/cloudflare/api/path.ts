/**
 * A path of Cloudflare's API. What is put into it is percent-encoded, slashes too, so that no name leads elsewhere.
 * @throws RangeError for a segment that an HTTP client would resolve: "." or ".."
 */
export function apiPath(literals: TemplateStringsArray, ...values: readonly string[]): string {
  return literals.reduce((path, literal, at) => path + literal + segment(values[at]), "");
}

/** Source: RFC 3986 §3.3, the characters of a path segment. */
function segment(value: string | undefined): string {
  if (value === undefined) return "";
  if (/^(?:\.|%2e){1,2}$/i.test(value)) throw new RangeError(`"${value}" cannot be part of a path.`);
  return value.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@]+/g, encodeURIComponent);
}
