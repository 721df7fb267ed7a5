import { keepInCart } from "./actions";

export default function HomePage() {
  return (
    <form action={keepInCart}>
      <input type="hidden" name="product" value="1" />
      <button type="submit">Keep</button>
    </form>
  );
}
