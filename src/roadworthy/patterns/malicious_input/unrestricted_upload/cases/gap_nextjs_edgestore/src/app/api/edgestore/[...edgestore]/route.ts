import { initEdgeStore } from "@edgestore/server";
import { createEdgeStoreNextHandler } from "@edgestore/server/adapters/next/app";

const es = initEdgeStore.create();
const router = es.router({ papers: es.fileBucket() });
const handler = createEdgeStoreNextHandler({ router });

export { handler as GET, handler as POST };
