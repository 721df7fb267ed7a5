import { countWords } from "../notes/earlier";

export default async function WordsPage() {
  return <p>{await countWords("one two")}</p>;
}
