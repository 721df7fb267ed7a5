import { defineConfig } from "cypress";

export default defineConfig({
  env: { googleClientSecret: process.env.VITE_GOOGLE_CLIENT_SECRET },
});
