import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";

interface Request {
  id: string;
  club_id: string;
  user_id: string;
}

export default function NotesPage() {
  const [requests, setRequests] = useState<Request[]>([]);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    async function load() {
      const { data, error } = await supabase.from("requests").select("id, club_id, user_id").eq("status", "pending").limit(50);
      if (error) setFailed(true);
      else setRequests(data);
    }
    void load();
  }, []);

  const approve = async (request: Request) => {
    setBusy(true);
    const { error } = await supabase.from("requests").update({ status: "approved" }).eq("id", request.id).eq("status", "pending").select("id").single();
    if (error) setFailed(true);
    else {
      const added = await supabase.from("members").insert({ club_id: request.club_id, user_id: request.user_id });
      if (added.error) setFailed(true);
    }
    setBusy(false);
  };

  if (failed) return <p role="alert">It did not work. Please try again.</p>;
  return (
    <ul>
      {requests.map((request) => (
        <li key={request.id}>
          <button type="button" disabled={busy} onClick={() => approve(request)}>
            Approve
          </button>
        </li>
      ))}
    </ul>
  );
}
