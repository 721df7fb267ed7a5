import { PrismaAdapter } from "@auth/prisma-adapter";
import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();

export const signingIn = { adapter: PrismaAdapter(prisma), providers: [] };
