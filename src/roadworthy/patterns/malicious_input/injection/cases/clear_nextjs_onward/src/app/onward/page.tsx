import { Onward } from "./onward";

export default function OnwardPage() {
  return (
    <main>
      <Onward />
    </main>
  );
}
