import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { supabase } from "@/lib/supabase";

async function listQuestions() {
  const { data, error } = await supabase.from("questions").select("id, title").order("created_at");
  if (error) throw error;
  return data;
}

export default function ProductsPage() {
  const queryClient = useQueryClient();
  const questions = useQuery({ queryKey: ["questions"], queryFn: listQuestions });
  const [title, setTitle] = useState("");
  const [body, setBody] = useState("");
  const [failed, setFailed] = useState(false);

  async function ask(event: FormEvent) {
    event.preventDefault();
    const { data } = await supabase.auth.getUser();
    const { error } = await supabase.from("questions").insert({ user_id: data.user?.id, title, body });
    setFailed(error !== null);
    if (!error) await queryClient.invalidateQueries({ queryKey: ["questions"] });
  }

  if (questions.isError) return <p role="alert">The questions could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Questions</h1>
      <form onSubmit={ask}>
        <input aria-label="Title" value={title} maxLength={120} onChange={(e) => setTitle(e.target.value)} />
        <textarea aria-label="Question" value={body} maxLength={4000} onChange={(e) => setBody(e.target.value)} />
        <button type="submit">Ask</button>
        {failed && <p role="alert">The question was not stored. Please try again.</p>}
      </form>
      <ul>
        {questions.data?.map((question) => (
          <li key={question.id}>{question.title}</li>
        ))}
      </ul>
    </section>
  );
}
