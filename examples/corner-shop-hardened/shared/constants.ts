// Free of server libraries, so that pages can import it without carrying them

export const PRIVACY_VERSION = "2026-01";
export const MAX_QUANTITY = 99;

export const orderStatuses = ["placed", "paid", "shipped", "delivered", "cancelled"] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const userRoles = ["customer", "admin"] as const;
export type UserRole = (typeof userRoles)[number];
