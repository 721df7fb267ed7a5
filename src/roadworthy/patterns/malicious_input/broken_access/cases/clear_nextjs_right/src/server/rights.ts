const RIGHTS: Record<string, readonly string[]> = { admin: ["orders:read"], customer: [] };

export function may(role: string | string[] | null | undefined, right: string): boolean {
  if (!role) return false;
  const roles = Array.isArray(role) ? role : [role];
  return roles.some((one) => {
    const rights = RIGHTS[one];
    if (!rights) return false;
    return rights.includes(right);
  });
}

export function requireRight(role: string | string[] | null | undefined, right: string): void {
  if (may(role, right)) {
    return;
  }
  throw new Error("You may not do this");
}
