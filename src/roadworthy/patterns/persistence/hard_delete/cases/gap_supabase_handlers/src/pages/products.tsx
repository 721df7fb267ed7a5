import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function listInvoices() {
  const { data, error } = await supabase.from("invoices").select("id, customer, total").order("created_at").limit(50);
  if (error) throw error;
  return data;
}

export default function InvoicesPage() {
  const queryClient = useQueryClient();
  const invoices = useQuery({ queryKey: ["invoices"], queryFn: listInvoices });
  const remove = useMutation({
    mutationFn: async (id: string) => {
      const { error } = await supabase.from("invoices").delete().eq("id", id);
      if (error) throw error;
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["invoices"] }),
  });

  const add = useMutation({
    mutationFn: async () => {
      const { error } = await supabase.from("invoices").insert({ customer: "New customer", total: 0 });
      if (error) throw error;
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["invoices"] }),
  });

  if (invoices.isError) return <p role="alert">The invoices could not be loaded. Please try again.</p>;
  return (
    <ul>
      {invoices.data?.map((invoice) => (
        <li key={invoice.id}>
          {invoice.customer}: {invoice.total}
          <button type="button" disabled={remove.isPending} onClick={() => remove.mutate(invoice.id)}>
            Delete
          </button>
        </li>
      ))}
      <button type="button" disabled={add.isPending} onClick={() => add.mutate()}>
        Add
      </button>
      {add.isError && <p role="alert">The invoice was not added. Please try again.</p>}
      {remove.isError && <p role="alert">The invoice was not deleted. Please try again.</p>}
    </ul>
  );
}
