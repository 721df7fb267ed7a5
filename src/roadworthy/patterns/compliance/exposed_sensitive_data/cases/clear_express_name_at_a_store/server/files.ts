import { Client } from "minio";

export const files = new Client({
  endPoint: process.env.FILES_HOST || "localhost",
  accessKey: process.env.MINIO_ACCESS_KEY || "defaultAccess01",
  secretKey: process.env.FILES_SECRET ?? "",
});

export const MINIO_ACCESS_KEY = process.env.MINIO_ACCESS_KEY || "defaultAccess01";
