export const getToken = () => localStorage.getItem("token");
export const clearToken = () => localStorage.removeItem("token");
