module.exports = {
  dialect: "mysql",
  schema: "./server/schema.js",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL },
};
