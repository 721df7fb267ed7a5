import { createApi, fetchBaseQuery } from "@reduxjs/toolkit/query/react";

const notesApi = createApi({
  baseQuery: fetchBaseQuery({ baseUrl: "/api" }),
  endpoints: (build) => ({
    addNote: build.mutation<void, { title: string }>({ query: (body) => ({ url: "notes", method: "POST", body }) }),
  }),
});

export const { useAddNoteMutation } = notesApi;
