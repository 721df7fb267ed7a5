import { NextResponse } from "next/server";
import mongoose from "mongoose";
import { connect } from "@/server/mongo";

const Visit = mongoose.models.Visit ?? mongoose.model("Visit", new mongoose.Schema({ page: String }));

export async function GET() {
  await connect();
  return NextResponse.json(await Visit.countDocuments());
}
