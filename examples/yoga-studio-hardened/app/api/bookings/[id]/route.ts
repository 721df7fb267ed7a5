import { NextResponse } from "next/server";
import { ownBooking } from "@/lib/bookings";
import { handle, HttpError, parse } from "@/lib/http";
import { rowId } from "@/lib/input";
import { getUser } from "@/lib/session";

export const GET = handle<{ id: string }>("/api/bookings/[id]", async (_request, { params }) => {
  const user = await getUser();
  if (!user) throw new HttpError(401, "Please sign in");
  const booking = await ownBooking(user.id, parse(rowId, (await params).id));
  if (!booking) throw new HttpError(404, "Booking not found");
  return NextResponse.json(booking);
});
