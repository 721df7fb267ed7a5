import { useEffect } from "react";
import { useDispatch, useSelector } from "react-redux";
import { loadNames } from "@/lib/store";

export default function AccountPage() {
  const dispatch = useDispatch<any>();
  const { items, error } = useSelector((state: any) => state.names);
  useEffect(() => {
    try {
      dispatch(loadNames());
    } catch (wrong) {
      console.error(wrong);
    }
  }, [dispatch]);
  return <p>{error || items.join(", ")}</p>;
}
