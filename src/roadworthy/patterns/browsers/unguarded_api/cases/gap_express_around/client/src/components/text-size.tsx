import { createContext, useContext, useState, type ReactNode } from "react";

const TextSize = createContext({ size: "normal", enlarge: () => {} });

export function TextSizeProvider({ children }: { children: ReactNode }) {
  const [size, setSize] = useState(localStorage.getItem("text-size") ?? "normal");
  const enlarge = () => {
    localStorage.setItem("text-size", "large");
    setSize("large");
  };
  return <TextSize.Provider value={{ size, enlarge }}>{children}</TextSize.Provider>;
}

export const useTextSize = () => useContext(TextSize);
