import { useState, type FormEvent } from "react";
import { LoadError } from "@/components/load-error";
import { useComments } from "@/hooks/useComments";
import { messageOf } from "@/lib/errors";

export function Conversation({ ticketId, userId }: { ticketId: string; userId: string }) {
  const { comments, adding } = useComments(ticketId);
  const [body, setBody] = useState("");

  function send(e: FormEvent) {
    e.preventDefault();
    adding.mutate({ authorId: userId, body }, { onSuccess: () => setBody("") });
  }

  return (
    <>
      <h2>Conversation</h2>
      {comments.error && <LoadError what="The conversation" retry={comments.refetch} />}
      {comments.data?.map((comment) => (
        <div key={comment.id} className="card">
          <b>{comment.profiles?.full_name ?? (comment.author_id === userId ? "You" : "Repair desk")}</b>
          <p className="message">{comment.body}</p>
        </div>
      ))}
      <form onSubmit={send}>
        <textarea
          aria-label="Message"
          placeholder="Write a message"
          required
          maxLength={4000}
          value={body}
          onChange={(e) => setBody(e.target.value)}
        />
        <button type="submit" disabled={adding.isPending}>
          Send
        </button>
        {adding.error && (
          <p className="error" role="alert">
            {messageOf(adding.error)}
          </p>
        )}
      </form>
    </>
  );
}
