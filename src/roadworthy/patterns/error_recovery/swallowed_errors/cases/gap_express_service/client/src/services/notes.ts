import axios from "axios";

export async function latestNote(): Promise<string | null> {
  try {
    return (await axios.get<string>("/api/notes/latest")).data;
  } catch (error) {
    console.error("latest note", error);
    return null;
  }
}
