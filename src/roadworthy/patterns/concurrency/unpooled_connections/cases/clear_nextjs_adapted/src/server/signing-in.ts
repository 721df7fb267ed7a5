import { PrismaAdapter } from "@auth/prisma-adapter";
import { PrismaClient } from "@prisma/client";

const kept = globalThis as unknown as { prisma?: PrismaClient };
const prisma = kept.prisma ?? new PrismaClient();
kept.prisma = prisma;

export const signingIn = { adapter: PrismaAdapter(prisma), providers: [] };
