import { useQuery } from "@tanstack/react-query";

type Counts = { open: number };

export default function NotesPage() {
  const { data, isError } = useQuery<Counts>({ queryKey: ["/api/counts"] });
  if (isError) return <p>The count could not be loaded</p>;
  return <p>{data?.open ?? 0} notes are open</p>;
}
