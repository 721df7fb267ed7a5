export const settings = {
  pageSize: 10,
  encryptionKey: "Fjord-Lantern-42",
};
