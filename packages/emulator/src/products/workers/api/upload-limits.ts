import { ApiError } from "../../../api/envelope.ts";
import type { Part } from "../../../api/multipart.ts";

/**
 * What a Worker's modules may weigh together, in bytes, uncompressed and on every plan.
 * Source: developers.cloudflare.com/changelog/post/2026-09-04-increased-worker-size-limit
 */
const LARGEST = 64 * 2 ** 20;

/** @throws ApiError 10027 when the modules are too large */
export function checkSize(modules: readonly Part[]): void {
  const size = modules.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size <= LARGEST) return;
  throw new ApiError(
    400,
    10027,
    `Your Worker exceeded the size limit of 64 MiB: its modules are ${(size / 2 ** 20).toFixed(1)} MiB.`,
  );
}

/**
 * Source: github.com/cloudflare/workers-sdk/issues/5453
 * @param date such as `2026-04-01`
 * @throws ApiError 10021 when that day has not begun in UTC
 */
export function checkCompatibilityDate(date: string): void {
  if (date <= new Date().toISOString().slice(0, 10)) return;
  throw new ApiError(400, 10021, `Can't set compatibility date in the future: ${date}`);
}
