import { useQuery } from "@tanstack/react-query";

type Counts = { open: number };

export default function NotesPage() {
  const { data } = useQuery<Counts>({ queryKey: ["/api/counts"] });
  return <p>{data?.open ?? 0} notes are open</p>;
}
