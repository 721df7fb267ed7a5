import { useEffect, useState } from "react";

type Named = { id: number; teamId: number; name: string };

export default function NotesPage() {
  const [me, setMe] = useState<Named>();
  const [team, setTeam] = useState<Named>();
  const [notes, setNotes] = useState<Named[]>([]);

  useEffect(() => {
    fetch("/api/me").then((res) => res.json()).then(setMe);
  }, []);

  useEffect(() => {
    if (me) fetch(`/api/teams/${me.teamId}`).then((res) => res.json()).then(setTeam);
  }, [me]);

  useEffect(() => {
    if (team) fetch(`/api/teams/${team.id}/notes`).then((res) => res.json()).then(setNotes);
  }, [team]);

  return (
    <p onClick={() => setNotes([])}>
      {team?.name}: {notes.length}
    </p>
  );
}
