import { CardElement, useElements, useStripe } from "@stripe/react-stripe-js";
import { useState, type FormEvent } from "react";
import { apiRequest } from "@/lib/api";

export default function AccountPage() {
  const stripe = useStripe();
  const elements = useElements();
  const [paying, setPaying] = useState(false);
  const [problem, setProblem] = useState("");

  const pay = async (event: FormEvent) => {
    event.preventDefault();
    const card = elements?.getElement(CardElement);
    if (!stripe || !card) return;
    setPaying(true);
    const { paymentMethod, error } = await stripe.createPaymentMethod({ type: "card", card });
    if (error) {
      console.error(error);
      setPaying(false);
    } else {
      await apiRequest("POST", "/api/orders", { method: paymentMethod.id }).catch((failed: Error) => setProblem(failed.message));
      setPaying(false);
    }
  };

  return (
    <form onSubmit={pay}>
      <CardElement />
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" disabled={paying}>
        Pay
      </button>
    </form>
  );
}
