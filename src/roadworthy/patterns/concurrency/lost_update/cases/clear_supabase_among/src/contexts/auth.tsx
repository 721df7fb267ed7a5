import { createContext, useContext } from "react";

const AuthContext = createContext<any>(null);
export const AuthProvider = AuthContext.Provider;
export const useAuth = () => useContext(AuthContext);
