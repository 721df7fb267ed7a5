import { auth } from "@clerk/nextjs/server";

export const hasRole = async (role: string) => {
  const { sessionClaims } = await auth();
  return (sessionClaims?.metadata as { role?: string } | undefined)?.role === role;
};
