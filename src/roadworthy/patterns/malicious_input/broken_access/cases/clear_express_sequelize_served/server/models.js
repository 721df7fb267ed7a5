const { DataTypes } = require("sequelize");
const sequelize = require("./database");

const User = sequelize.define("User", {
  email: { type: DataTypes.STRING(254), allowNull: false, unique: true },
  password: { type: DataTypes.STRING, allowNull: false },
  role: { type: DataTypes.ENUM("member", "admin"), allowNull: false, defaultValue: "member" },
});

const Note = sequelize.define(
  "Note",
  {
    title: { type: DataTypes.STRING(120), allowNull: false },
    resume: { type: DataTypes.STRING(200) },
    attempt: { type: DataTypes.STRING(64), allowNull: false },
  },
  { indexes: [{ fields: ["userId", "attempt"], unique: true }, { fields: ["userId", "createdAt"] }] },
);

const Product = sequelize.define("Product", {
  name: { type: DataTypes.STRING(120), allowNull: false, unique: true },
  stock: { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0, validate: { min: 0 } },
});

User.hasMany(Note, { foreignKey: { name: "userId", allowNull: false }, onDelete: "CASCADE" });
Note.belongsTo(User, { foreignKey: "userId" });

module.exports = { User, Note, Product };
