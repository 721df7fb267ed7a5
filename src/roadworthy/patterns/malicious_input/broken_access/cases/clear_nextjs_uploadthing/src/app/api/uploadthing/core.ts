import { createUploadthing, type FileRouter } from "uploadthing/next";
import { UploadThingError } from "uploadthing/server";
import { currentUser } from "@/server/session";

const f = createUploadthing();

export const files = {
  attachment: f({ image: { maxFileSize: "4MB", maxFileCount: 10 } })
    .middleware(async () => {
      const user = await currentUser();
      if (!user) throw new UploadThingError("Please sign in");
      return { userId: user.id };
    })
    .onUploadComplete(({ metadata, file }) => ({ by: metadata.userId, url: file.ufsUrl })),
} satisfies FileRouter;
