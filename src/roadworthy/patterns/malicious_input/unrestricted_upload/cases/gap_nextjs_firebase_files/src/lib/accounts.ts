import { createUserWithEmailAndPassword, getAuth } from "firebase/auth";
import { collection, getDocs, getFirestore, limit, query } from "firebase/firestore";

export async function signUp(email: string, password: string) {
  return createUserWithEmailAndPassword(getAuth(), email, password);
}

export async function recipes() {
  return (await getDocs(query(collection(getFirestore(), "recipes"), limit(20)))).docs;
}
