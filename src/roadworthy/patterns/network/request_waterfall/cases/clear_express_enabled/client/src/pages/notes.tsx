import { useQuery } from "@tanstack/react-query";

const get = (path: string) => fetch(path).then((res) => res.json());

export default function NotesPage() {
  const shop = useQuery({ queryKey: ["shop"], queryFn: () => get("/api/shop") }).data;
  const { data: latest } = useQuery({ queryKey: ["latest"], queryFn: () => get("/api/latest") });
  const { data: notes } = useQuery({
    queryKey: ["notes", latest?.id],
    queryFn: () => get(`/api/notes/${latest.id}`),
    enabled: !!latest,
  });

  return (
    <p>
      {shop?.name}: {notes?.length}
    </p>
  );
}
