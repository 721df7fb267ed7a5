import { useInfiniteQuery } from "@tanstack/react-query";
import { fetchPage } from "@/lib/queryClient";

/** A list that is loaded page by page. `url` is also the query key. */
export function usePaged<Row>(url: string, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: [url],
    queryFn: ({ pageParam }) => fetchPage<Row>(url, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
  });
  return { ...query, rows: query.data?.pages.flatMap((page) => page.rows) ?? [] };
}
