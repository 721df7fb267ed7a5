import { authMiddleware } from "@acme/guard";
export default authMiddleware({ publicRoutes: ["/"] });
