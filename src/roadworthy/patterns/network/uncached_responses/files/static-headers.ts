import type { ServerResponse } from "http";

// A build names these by their content: another content is another name.
const HASHED = /[.-](?=[\w-]*[A-Z0-9])(?=[\w-]*[A-Za-z])[\w-]{8,}\.(?:m?js|css|wasm)$/;
const PICTURE_OR_FONT = /\.(?:avif|gif|ico|jpe?g|png|svg|webp|woff2?)$/i;

/** For express.static: hashed files keep for a year, pictures for a day, all else is asked for again each time. */
export function cacheHeaders(res: ServerResponse, file: string): void {
  if (HASHED.test(file)) {
    res.setHeader("Cache-Control", "public, max-age=31536000, immutable");
  } else if (PICTURE_OR_FONT.test(file)) {
    res.setHeader("Cache-Control", "public, max-age=86400");
  } else {
    res.setHeader("Cache-Control", "no-cache");
  }
}
