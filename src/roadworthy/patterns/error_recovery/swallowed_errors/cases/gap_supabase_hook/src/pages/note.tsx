import { useComments } from "@/hooks/use-comments";

export default function NotePage({ note }: { note: string }) {
  const { comments, isLoading } = useComments(note);

  if (isLoading) return <p>Loading</p>;
  if (comments.length === 0) return <p>No comments yet</p>;
  return (
    <ul>
      {comments.map((comment) => (
        <li key={comment.id}>{comment.text}</li>
      ))}
    </ul>
  );
}
