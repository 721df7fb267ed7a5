const mysql = require("mysql2");

module.exports = function connect() {
  return mysql.createPool({ uri: process.env.DATABASE_URL, connectTimeout: 5_000, connectionLimit: 10 });
};
