import { PrismaClient } from "@prisma/client";

const kept = globalThis as unknown as { prisma?: PrismaClient };

/** One client for the whole process, also while the server reloads. */
export const prisma = kept.prisma ?? new PrismaClient();

kept.prisma = prisma;
