import { initializeApp } from "firebase/app";

export const app = initializeApp({
  apiKey: "AIzaSyD3k9Qw7Lr2Xv8Tn5Bm1Zc6Yh4Pf0Gj2Us",
  authDomain: "shop.firebaseapp.com",
  messagingSenderId: "307635736081",
});
