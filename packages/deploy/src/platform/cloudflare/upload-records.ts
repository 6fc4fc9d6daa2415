import type { UploadRecords } from "../data.ts";
import type { CloudflareApi } from "./api/client.ts";
import { R2Bucket } from "./bucket.ts";

/** The records beside alchemy's state, in the R2 bucket that the infrastructure program writes. */
export function r2UploadRecords(api: CloudflareApi, accountId: string): UploadRecords {
  const bucket = new R2Bucket(api, accountId, "kit-state");
  return {
    async read(key) {
      const bytes = await bucket.get(`the upload record ${key}`, key);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
}
