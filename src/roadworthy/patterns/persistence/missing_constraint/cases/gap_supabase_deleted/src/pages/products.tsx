import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { supabase } from "@/lib/supabase";

async function listProducts() {
  const { data, error } = await supabase.from("products").select("id, name, price").order("name").limit(50);
  if (error) throw error;
  return data;
}

async function listListings() {
  const { data, error } = await supabase.from("listings").select("id, title").order("title").limit(50);
  if (error) throw error;
  return data;
}

async function deleteListing(id: string) {
  const { error } = await supabase.from("listings").delete().eq("id", id);
  if (error) throw error;
}

export default function ProductsPage() {
  const queryClient = useQueryClient();
  const products = useQuery({ queryKey: ["products"], queryFn: listProducts });
  const listings = useQuery({ queryKey: ["listings"], queryFn: listListings });
  const remove = useMutation({
    mutationFn: deleteListing,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["listings"] }),
  });
  if (products.isError) return <p role="alert">The products could not be loaded. Please try again.</p>;
  return (
    <section>
      <h1>Products</h1>
      <ul>
        {products.data?.map((product) => (
          <li key={product.id}>
            {product.name}: {product.price}
          </li>
        ))}
      </ul>
      <h2>Your listings</h2>
      <ul>
        {listings.data?.map((listing) => (
          <li key={listing.id}>
            {listing.title}
            <button type="button" disabled={remove.isPending} onClick={() => remove.mutate(listing.id)}>
              Delete
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
