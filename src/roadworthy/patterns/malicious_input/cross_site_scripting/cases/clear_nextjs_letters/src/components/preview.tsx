const NAMES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function asText(text: string) {
  return text.replace(/[&<>"]/g, (letter) => NAMES[letter]);
}

export function Preview({ post }: { post: { author_name: string } }) {
  return <p dangerouslySetInnerHTML={{ __html: `<b>${asText(post.author_name)}</b>` }} />;
}
