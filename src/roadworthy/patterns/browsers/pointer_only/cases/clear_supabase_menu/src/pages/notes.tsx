import { Menu } from "antd";
import { useNavigate } from "react-router-dom";
import { Opener } from "../opener";

const ENTRIES = [{ key: "/notes", label: "Notes" }, { key: "/old", label: "Archive" }];

export default function NotesPage() {
  const navigate = useNavigate();
  return (
    <section>
      <Opener />
      <Menu mode="inline" items={ENTRIES} onClick={({ key }) => navigate(key)} />
    </section>
  );
}
