import axios from "axios";
import { useEffect, useState } from "react";

export default function AccountPage() {
  const [notes, setNotes] = useState<string[]>([]);
  const [orders, setOrders] = useState<string[]>([]);
  const [told, setTold] = useState("");
  useEffect(() => {
    void Promise.allSettled([axios.get("/api/notes"), axios.get("/api/orders")]).then(([first, second]) => {
      if (first.status === "fulfilled") setNotes(first.value.data);
      if (second.status === "fulfilled") setOrders(second.value.data);
      setTold("as of now");
    });
  }, []);
  return (
    <p>
      {notes.length} notes, {orders.length} orders {told}
    </p>
  );
}
