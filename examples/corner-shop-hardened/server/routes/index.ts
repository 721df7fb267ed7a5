import type { Express } from "express";
import { registerAccountRoutes } from "./account";
import { registerAdminRoutes } from "./admin";
import { registerFavoriteRoutes } from "./favorites";
import { registerOrderRoutes } from "./orders";
import { registerProductRoutes } from "./products";

export function registerRoutes(app: Express): void {
  registerProductRoutes(app);
  registerFavoriteRoutes(app);
  registerOrderRoutes(app);
  registerAccountRoutes(app);
  registerAdminRoutes(app);
}
