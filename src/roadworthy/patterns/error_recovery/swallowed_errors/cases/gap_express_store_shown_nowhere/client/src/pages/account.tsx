import { useEffect, useState } from "react";
import { useDispatch, useSelector } from "react-redux";
import { loadNames } from "@/lib/store";

export default function AccountPage() {
  const dispatch = useDispatch<any>();
  const names = useSelector((state: any) => state.names);
  const [, setProblem] = useState("");
  const [items, setItems] = useState<string[]>([]);
  useEffect(() => {
    dispatch(loadNames());
  }, [dispatch]);
  useEffect(() => {
    setProblem(names.error);
    setItems(names.items);
  }, [names]);
  return <p>{items.join(", ")}</p>;
}
