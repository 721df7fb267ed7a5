export const signIn = {
  method: "post",
  path: "/auth/login",
  summary: "Sign in",
  body: { email: "ada@corner-shop.net", password: "S3cure!Harbour7" },
};
