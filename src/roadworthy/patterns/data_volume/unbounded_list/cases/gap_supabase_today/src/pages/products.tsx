import { useEffect } from "react";
import { useMemberships } from "@/stores/memberships";

export default function ProductsPage() {
  const { memberships, failed, load } = useMemberships();

  useEffect(() => {
    load();
  }, [load]);

  if (failed) return <p role="alert">The memberships could not be loaded. Please try again.</p>;
  return (
    <ul>
      {memberships.map((one) => (
        <li key={one.id}>{one.end_date}</li>
      ))}
    </ul>
  );
}
