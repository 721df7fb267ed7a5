import { BelongsTo, Column, CreatedAt, DataType, Default, ForeignKey, HasMany, Index, Model, Table, Unique } from "sequelize-typescript";

@Table({ tableName: User.TABLE })
export class User extends Model {
  static TABLE = "people";

  @Unique
  @Column(DataType.STRING(254))
  email!: string;

  @Column({ type: DataType.STRING, allowNull: false })
  password!: string;

  @Default("member")
  @Column(DataType.ENUM("member", "admin"))
  role!: string;

  @HasMany(() => Letter, { onDelete: "CASCADE" })
  letters!: Letter[];
}

@Table({ tableName: "letters" })
export class Letter extends Model {
  @Column(DataType.STRING(120))
  title!: string;

  @Index
  @ForeignKey(() => User)
  @Column
  writerId!: number;

  @BelongsTo(() => User)
  writer!: User;

  @CreatedAt
  writtenAt!: Date;
}
