import { useComments } from "@/hooks/use-comments";

export default function NotePage({ note }: { note: string }) {
  const { comments, isLoading, error } = useComments(note);
  if (error) return <p role="alert">The comments were not loaded. Please try again.</p>;
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
