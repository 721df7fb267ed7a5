export type Right = { shelfId: number; level: string };
type Method = "GET" | "PUT" | "DELETE";

const NEEDED = { GET: "read", PUT: "write", DELETE: "manage" };

export const mayReach = (rights: Right[], shelfId: number, method: Method): boolean => {
  if (!rights) return false;
  const right = rights.find((one) => one.shelfId === shelfId);
  if (!right) return false;
  const needed = NEEDED[method];
  switch (right.level) {
    case "manage":
      return true;
    case "write":
      return needed === "write" || needed === "read";
    case "read":
      return needed === "read";
    default:
      return false;
  }
};
