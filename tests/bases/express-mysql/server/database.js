const mysql = require("mysql2/promise");

const pool = mysql.createPool({ uri: process.env.DATABASE_URL, connectionLimit: 10, connectTimeout: 5_000 });

module.exports = { pool };
