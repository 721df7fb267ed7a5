import { NoteSums } from "./note-sums";

export default function SumsPage() {
  return <NoteSums />;
}
