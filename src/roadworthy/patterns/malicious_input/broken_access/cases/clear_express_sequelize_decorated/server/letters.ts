import { BelongsTo, Column, CreatedAt, DataType, Default, ForeignKey, HasMany, Index, Model, Table, Unique } from "sequelize-typescript";

@Table({ tableName: Person.TABLE })
export class Person extends Model {
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
  @ForeignKey(() => Person)
  @Column
  writerId!: number;

  @BelongsTo(() => Person)
  writer!: Person;

  @CreatedAt
  writtenAt!: Date;
}
