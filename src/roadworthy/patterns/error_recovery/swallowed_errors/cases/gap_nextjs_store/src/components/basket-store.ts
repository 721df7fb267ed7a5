import { create } from "zustand";

type Basket = { lines: string[]; loading: boolean; error: string | null; load: () => Promise<void> };

export const useBasket = create<Basket>((set) => ({
  lines: [],
  loading: false,
  error: null,
  load: async () => {
    set({ loading: true });
    try {
      const response = await fetch("/api/basket");
      if (!response.ok) throw new Error("refused");
      set({ lines: await response.json(), loading: false });
    } catch (error) {
      console.error(error);
      set({ error: "The basket could not be loaded", loading: false });
    }
  },
}));
