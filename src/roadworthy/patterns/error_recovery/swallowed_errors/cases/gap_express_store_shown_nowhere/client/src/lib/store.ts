import { configureStore, createAsyncThunk, createSlice } from "@reduxjs/toolkit";
import axios from "axios";

export const loadNames = createAsyncThunk("names/load", async () => (await axios.get<string[]>("/api/names")).data);

const names = createSlice({
  name: "names",
  initialState: { items: [] as string[], error: "" },
  reducers: {},
  extraReducers: (builder) => {
    builder.addCase(loadNames.fulfilled, (state, action) => {
      state.items = action.payload;
    });
    builder.addCase(loadNames.rejected, (state, action) => {
      state.error = action.error.message ?? "unknown";
    });
  },
});

export const store = configureStore({ reducer: { names: names.reducer } });
