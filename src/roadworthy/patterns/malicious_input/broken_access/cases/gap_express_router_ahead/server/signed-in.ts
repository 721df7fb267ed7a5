import { Router, type Request } from "express";
import { HttpError } from "./requests";

export default Router().use((req: Request, _res, next) => {
  const user = req.user as { role?: string } | undefined;
  if (user?.role !== "admin") throw new HttpError(403, "Not yours to arrange");
  next();
});
