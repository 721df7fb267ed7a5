import { readAvatar } from "@/lib/avatars";
import { handle, HttpError } from "@/lib/http";

export const GET = handle<{ file: string }>("/api/avatars/[file]", async (_request, { params }) => {
  const picture = await readAvatar((await params).file);
  if (!picture) throw new HttpError(404, "Picture not found");
  return new Response(new Uint8Array(picture.content), {
    headers: {
      "Content-Type": picture.type,
      "Cache-Control": "public, max-age=31536000, immutable",
      "Content-Security-Policy": "default-src 'none'; sandbox",
    },
  });
});
