import { RemoveButton } from "../notes/remove-button";

export default function TrashPage() {
  return <RemoveButton id={1} />;
}
