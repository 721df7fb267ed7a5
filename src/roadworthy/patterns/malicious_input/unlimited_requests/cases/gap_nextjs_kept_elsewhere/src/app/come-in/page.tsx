import { comeIn } from "./actions";

export default function ComeIn() {
  return (
    <form action={comeIn}>
      <input name="email" type="email" />
      <input name="password" type="password" />
      <button>Come in</button>
    </form>
  );
}
