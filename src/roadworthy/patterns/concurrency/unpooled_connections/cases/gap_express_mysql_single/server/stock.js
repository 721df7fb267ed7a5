const mysql = require("mysql2");

module.exports = function connect() {
  const connection = mysql.createConnection({ uri: process.env.DATABASE_URL, connectTimeout: 5_000 });
  connection.connect((error) => error && console.error(error));
  return connection;
};
