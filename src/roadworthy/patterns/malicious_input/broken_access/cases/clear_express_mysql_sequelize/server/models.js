const { DataTypes } = require("sequelize");
const { sequelize } = require("./database");

const User = sequelize.define(
  "User",
  {
    email: { type: DataTypes.STRING(254), allowNull: false, unique: true },
    password: { type: DataTypes.STRING(100), allowNull: false },
    role: { type: DataTypes.ENUM("member", "admin"), allowNull: false, defaultValue: "member" },
  },
  { tableName: "users" },
);

const Note = sequelize.define(
  "Note",
  {
    title: { type: DataTypes.STRING(120), allowNull: false },
    reference: { type: DataTypes.STRING(60), allowNull: false },
  },
  { tableName: "notes" },
);

User.hasMany(Note, { foreignKey: { name: "userId", allowNull: false }, onDelete: "CASCADE" });
Note.belongsTo(User, { foreignKey: "userId" });

module.exports = { Note, User };
