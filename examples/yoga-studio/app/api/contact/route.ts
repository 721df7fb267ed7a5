import { NextResponse, type NextRequest } from "next/server";
import { db } from "@/db";
import { messages } from "@/db/schema";
import { sendMail } from "@/lib/mail";

export async function POST(request: NextRequest) {
  try {
    const body = await request.json();
    await db.insert(messages).values(body);
    await sendMail("hello@yogastudio.example", `Message from ${body.name}`, body.body);
    return NextResponse.json({ success: true });
  } catch (error: any) {
    console.error("Contact form failed", error);
    return NextResponse.json({ error: error.message }, { status: 500 });
  }
}
