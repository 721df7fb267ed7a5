import { TagList } from "./tag-list";

export default function TagsPage() {
  return <TagList />;
}
