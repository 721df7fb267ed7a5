import { RenameNote } from "./rename-note";

export default function Renaming() {
  return <RenameNote />;
}
