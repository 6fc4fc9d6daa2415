import fc from "fast-check";
import { expect, test } from "vitest";
import { ApiError } from "./envelope.ts";
import { parseMultipart, partText } from "./multipart.ts";

const parse = (text: string) => parseMultipart(Buffer.from(text), "B");

test("a part keeps the content type it was sent with", () => {
  const [part] = parse(
    '--B\r\nContent-Disposition: form-data; name="a.js"; filename="a.js"\r\nContent-Type: application/javascript+module\r\n\r\ncode\r\n--B--\r\n',
  );
  expect(part).toMatchObject({ name: "a.js", contentType: "application/javascript+module" });
  expect(part && partText(part)).toBe("code");
});

test("a name is not mistaken for a file's name, nor the other way", () => {
  const [part] = parse(
    '--B\r\ncontent-disposition: form-data; filename="x"; name="y %22z%22"\r\n\r\n\r\n--B--',
  );
  expect(part).toMatchObject({ name: 'y "z"', contentType: "" });
});

test("what is cut off or has no name is refused", () => {
  expect(() => parse("--B\r\n\r\nno name\r\n--B--")).toThrow(ApiError);
  expect(() => parse('--B\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut')).toThrow(ApiError);
  expect(() => parse("")).toThrow(ApiError);
});

test("any bytes under any names come through", async () => {
  const part = fc.tuple(fc.string({ unit: "grapheme", minLength: 1 }), fc.uint8Array());
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1 }), async (parts) => {
      const form = new FormData();
      for (const [name, bytes] of parts) form.append(name, new Blob([new Uint8Array(bytes)]), "file");
      const request = new Request("http://x", { method: "POST", body: form });
      const [, boundary = ""] = /boundary=(.+)$/.exec(request.headers.get("content-type") ?? "") ?? [];
      const read = parseMultipart(Buffer.from(await request.arrayBuffer()), boundary.replaceAll('"', ""));
      expect(read.map(({ bytes }) => [...bytes])).toEqual(parts.map(([, bytes]) => [...bytes]));
    }),
  );
});
