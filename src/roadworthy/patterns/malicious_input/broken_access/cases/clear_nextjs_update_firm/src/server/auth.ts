import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { signInWith } from "@/server/people";
import { roleOf } from "@/server/people";

export const authOptions: NextAuthOptions = {
  session: { strategy: "jwt" },
  providers: [
    CredentialsProvider({
      credentials: { email: {}, password: {} },
      authorize: (credentials) => signInWith(credentials?.email ?? "", credentials?.password ?? ""),
    }),
  ],
  callbacks: {
    async jwt({ token, user, trigger, session }) {
      if (user) {
        token.role = user.role;
      }
      if (trigger === "update" && session) {
        token.name = session.name;
        const role = await roleOf(token.sub ?? "");
        if (role === "admin") token.activeShopId = session.activeShopId;
      }
      return token;
    },
    async session({ session, token }) {
      return { ...session, user: { ...session.user, role: token.role } };
    },
  },
};
