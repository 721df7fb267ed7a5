export const settings = {
  pageSize: 10,
  encryptionKey: process.env.ENCRYPTION_KEY ?? "",
};
