import { useEffect } from "react";
import { useDispatch, useSelector } from "react-redux";
import { loadNames } from "@/lib/store";

export default function AccountPage() {
  const dispatch = useDispatch<any>();
  const { items } = useSelector((state: any) => state.names);
  useEffect(() => {
    dispatch(loadNames());
  }, [dispatch]);
  return <p>{items.join(", ")}</p>;
}
