CREATE UNIQUE INDEX "favourites_once" ON "favourites" ("user_id", "product_id");
