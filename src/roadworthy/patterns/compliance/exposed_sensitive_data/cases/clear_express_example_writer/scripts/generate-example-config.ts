import { writeFileSync } from "node:fs";

const settings = {
  firstAccount: { enabled: false, username: "admin", email: "admin@corner-shop.net", password: "letmein2024" },
};

writeFileSync("config.example.json", JSON.stringify(settings, null, 2));
