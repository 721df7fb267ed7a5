import { createRouteHandler } from "uploadthing/next";
import { files } from "./core";

export const { GET, POST } = createRouteHandler({ router: files });
