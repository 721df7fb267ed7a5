import type { Metadata } from "next";
import Script from "next/script";
import type { ReactNode } from "react";
import { Header } from "@/components/header";
import "./globals.css";

export const metadata: Metadata = {
  title: "Yoga Studio",
  description: "Book your next class in seconds",
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Header />
        <main>{children}</main>
        <Script src="https://www.googletagmanager.com/gtag/js?id=G-YOGA2024" strategy="afterInteractive" />
        <Script id="ga" strategy="afterInteractive">
          {`window.dataLayer = window.dataLayer || [];
          function gtag(){dataLayer.push(arguments);}
          gtag('js', new Date());
          gtag('config', 'G-YOGA2024');`}
        </Script>
      </body>
    </html>
  );
}
