import axios from "axios";
import { useState } from "react";

declare const Razorpay: new (options: object) => { open(): void };

export default function AccountPage() {
  const [message, setMessage] = useState("");
  const [busy, setBusy] = useState(false);

  const pay = async () => {
    setBusy(true);
    try {
      const order = (await axios.post("/api/orders", { productId: 1, quantity: 1 })).data;
      const options = {
        amount: order.total,
        order_id: order.id,
        handler: async function (response: { razorpay_payment_id: string }) {
          await axios.post("/api/orders/paid", { payment: response.razorpay_payment_id });
          setMessage("Thank you");
        },
      };
      new Razorpay(options).open();
    } catch {
      setMessage("The payment could not be begun. Please try again.");
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <h1>Account</h1>
      <p role="status">{message}</p>
      <button onClick={pay} disabled={busy}>
        Pay
      </button>
    </>
  );
}
