interface ImportMetaEnv {
  readonly VITE_DATABASE_URL: string;
}
