import { Basket } from "@/components/basket";

export default function BasketPage() {
  return <Basket />;
}
